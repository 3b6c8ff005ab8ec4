import Foundation
import Tensors
import Transformers

extension TaskRanker {
  /// By how much the metric of a prompt falls without each of some units, measured.
  ///
  /// - Parameters:
  ///   - prompt: The prompt.
  ///   - chosen: The units.
  /// - Returns: A number for each unit.
  /// - Throws: `AnalysisError` with code `.unalignedPrompts` where a twin is needed and missing.
  public func measurements(_ prompt: TaskPrompt, of chosen: [RankedUnit]) throws -> [Double] {
    let names = Set(chosen.map(\.siteName))
    let baseline = try Baseline([prompt.tokens], of: model, recording: names)
    let twin =
      try replacement == .twin
      ? prompt.corruptedTokens.map { try model(Run([$0], sites: names)).cache } : nil
    let answers = [prompt.answer]
    let base = try baseline.values(of: metric, answers: answers)[0]
    let edits = try chosen.map { unit in
      Counterfactual(edits: [try edit(unit, in: baseline, twin: twin)])
    }
    return try baseline.values(of: metric, in: edits, answers: answers).map { base - $0 }
  }

  /// The edit that takes a unit out at every position behind the tokens that open the sequence.
  private func edit(
    _ unit: RankedUnit, in baseline: Baseline, twin: ActivationCache?
  ) throws -> Edit {
    let site = sites[unit.site]
    let columns = self.columns(of: unit)
    let x = try baseline.activation(site.name)
    let change = try self.change(of: units.values(x), at: unit.site, twins: twin)
      .gatheringColumns(columns)
    let positions = Array(prefixCount..<x.rows)
    let changed = units.changed(x, columns: columns, by: change).gatheringRows(positions)
    guard case .features = units else {
      return Edit(
        site: site, positions: positions, columns: columns,
        values: changed.gatheringColumns(columns))
    }
    return Edit(site: site, positions: positions, values: changed)
  }
}

extension Metric {
  /// The metric of rows of logits together, and its gradient.
  ///
  /// - Parameters:
  ///   - logits: Shape `[prompt, dVocab]`.
  ///   - answers: The tokens that count, for each prompt.
  /// - Returns: The sum of the metric over prompts, and a gradient shaped like the logits.
  func gradient(
    at logits: Matrix, answers: [LogitCombination]
  ) -> (value: Double, gradient: Matrix) {
    var gradient = Matrix(rows: logits.rows, columns: logits.columns)
    var total = 0.0
    for (index, answer) in answers.enumerated() {
      let value = value(at: logits[row: index], answer: answer)
      total += value
      if self == .logitDifference {
        for term in answer.terms { gradient[index, term.token] += term.weight }
      } else {
        let factor = self == .probability ? Float(value) : 1
        addLogProbabilityGradient(logits[row: index], answer, times: factor, &gradient, index)
      }
    }
    return (total, gradient)
  }

  /// ∂ log Σ_right p = the right answers' shares of their sum, less all tokens' probabilities.
  private func addLogProbabilityGradient(
    _ logits: Span<Float>, _ answer: LogitCombination, times factor: Float,
    _ gradient: inout Matrix, _ index: Int
  ) {
    let right = answer.terms.filter { $0.weight > 0 }.map(\.token)
    let all = logSumExp(logits)
    let rightLogits = right.map { logits[$0] }
    let share = logSumExp(rightLogits.span)
    var row = gradient[mutableRow: index]
    for token in row.indices { row[token] = -factor * Float(exp(Double(logits[token]) - all)) }
    for token in right { row[token] += factor * Float(exp(Double(logits[token]) - share)) }
  }
}
