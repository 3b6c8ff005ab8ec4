import Tensors
import Transformers

/// What the states of the residual stream would have answered, had each been the last.
public struct LogitLens: Sendable {
  /// One state.
  public struct State: Sendable {
    /// The state: `0_pre`, `3_mid`, `final_post`.
    public var label: String

    /// The difference of the answers' logits for each prompt.
    public var logitDifferences: [Double]

    /// The probability of the right answers for each prompt.
    public var probabilities: [Double]

    /// How many tokens have a higher logit than the first right answer, for each prompt.
    public var ranks: [Int]

    /// The likeliest token for each prompt.
    public var likeliest: [Int]
  }

  /// The states, in the order of the forward pass.
  public var states: [State]
}

extension AttributionRun {
  /// Reads the answers off every state of the residual stream at the last position.
  ///
  /// - Parameter includesMid: Whether states between attention and MLP are among them.
  /// - Returns: The states.
  /// - Throws: `TransformerError` with code `.notRecorded`.
  public func logitLens(includesMid: Bool = true) throws -> LogitLens {
    let stack = try analysis.accumulatedResidual(includesMid: includesMid)
    let states = zip(stack.labels, stack.components).map { label, component in
      let logits = analysis.logits(of: ResidualStack(labels: [label], components: [component]))[0]
      return state(label, logits)
    }
    return LogitLens(states: states)
  }

  private func state(_ label: String, _ logits: Matrix) -> LogitLens.State {
    var state = LogitLens.State(
      label: label, logitDifferences: [], probabilities: [], ranks: [], likeliest: [])
    for (index, answer) in answers.enumerated() {
      let row = logits[row: index]
      state.logitDifferences.append(answer.value(at: row))
      state.probabilities.append(Metric.probability.value(at: row, answer: answer))
      let right = answer.terms.first.map { row[$0.token] } ?? .infinity
      state.ranks.append(row.indices.reduce(0) { $0 + (row[$1] > right ? 1 : 0) })
      state.likeliest.append(indexOfMaximum(row) ?? 0)
    }
    return state
  }
}
