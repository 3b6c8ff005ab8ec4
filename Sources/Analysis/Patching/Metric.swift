import Foundation
import Tensors
public import Transformers

/// A number that a model's last logits give, by which runs are compared.
public enum Metric: String, Codable, Hashable, Sendable, CaseIterable {
  /// The weighted sum of logits that the answers name: right less wrong.
  case logitDifference = "logit-diff"
  /// The probability of the right answers together.
  case probability
  /// The logarithm of that probability.
  case logProbability = "log-probability"

  /// The number at a row of logits.
  ///
  /// - Parameters:
  ///   - logits: Shape `[dVocab]`.
  ///   - answer: The tokens that count; those of positive weight are right.
  /// - Returns: The number, in double precision.
  public func value(at logits: Span<Float>, answer: LogitCombination) -> Double {
    switch self {
    case .logitDifference: return answer.value(at: logits)
    case .probability: return exp(Metric.logProbability.value(at: logits, answer: answer))
    case .logProbability:
      let right = answer.terms.filter { $0.weight > 0 }.map { Double(logits[$0.token]) }
      let largest = right.max() ?? -.infinity
      return largest + log(right.reduce(0) { $0 + exp($1 - largest) }) - logSumExp(logits)
    }
  }
}

extension Baseline {
  /// The metric of every prompt as it is.
  public func values(of metric: Metric, answers: [LogitCombination]) throws -> [Double] {
    try check(answers)
    return sequences.indices.map { metric.value(at: logits[row: $0], answer: answers[$0]) }
  }

  /// The metric of counterfactuals, behind the last token of each.
  ///
  /// - Parameters:
  ///   - metric: The metric.
  ///   - counterfactuals: What is changed, in which sequence.
  ///   - answers: The tokens that count, for each of the baseline's sequences.
  /// - Returns: A number for each counterfactual.
  /// - Throws: `AnalysisError` with code `.notRecorded` where a change is of a site that the
  ///   baseline did not record; `TransformerError` where an answer is outside the vocabulary.
  public func values(
    of metric: Metric, in counterfactuals: [Counterfactual], answers: [LogitCombination]
  ) throws -> [Double] {
    try check(answers)
    var values: [Double] = []
    for chunk in chunks(of: counterfactuals) {
      let changes = Array(counterfactuals[chunk])
      values += try Rerun(changes, of: self).values(of: metric, answers: answers)
    }
    return values
  }

  private func check(_ answers: [LogitCombination]) throws {
    precondition(
      answers.count == sequences.count,
      "values: \(answers.count) answers to \(sequences.count) prompts")
    try model.weights.unembedding.check(answers)
  }

  /// Ranges of counterfactuals that run together, as many as memory should hold at once.
  func chunks(of counterfactuals: [Counterfactual]) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var (start, rowCount) = (0, 0)
    for (index, change) in counterfactuals.enumerated() {
      rowCount += sequences[change.sequence].count
      guard rowCount >= Self.chunkRows else { continue }
      chunks.append(start..<index + 1)
      (start, rowCount) = (index + 1, 0)
    }
    return start < counterfactuals.count ? chunks + [start..<counterfactuals.count] : chunks
  }

  private static let chunkRows = 4096
}

extension Rerun {
  /// The metric of each counterfactual.
  func values(of metric: Metric, answers: [LogitCombination]) throws -> [Double] {
    let wave = try finalWave()
    let layerCount = baseline.configuration.layerCount
    var run = run(of: wave, from: Entry(layer: layerCount))
    var values = Array(repeating: Double.nan, count: counterfactuals.count)
    if metric == .logitDifference && !run.interventions.contains(where: isOfLogits) {
      // The logits of the answers alone: the vocabulary is not looked at.
      run.sites = [HookName.unembedIn]
      guard let inputs = try baseline.model(run).cache[HookName.unembedIn] else { return values }
      let unembedding = baseline.model.weights.unembedding
      let directions = answers.map { unembedding.direction(of: $0) }
      for (member, range) in zip(wave.members, wave.ranges) {
        let sequence = counterfactuals[member].sequence
        let (answer, direction) = (answers[sequence], directions[sequence])
        let bias = unembedding.bias.map { answer.value(at: $0[row: 0]) } ?? 0
        values[member] =
          bias + innerProduct(inputs[row: range.upperBound - 1], direction[row: 0])
      }
    } else {
      run.logits = .last
      let logits = try baseline.model(run).logits
      for (row, member) in wave.members.enumerated() {
        values[member] = metric.value(
          at: logits[row: row], answer: answers[counterfactuals[member].sequence])
      }
    }
    return values
  }

  private func isOfLogits(_ intervention: Intervention) -> Bool {
    intervention.site == HookName.unembedOut
  }
}

/// The scalar product of two vectors, in double precision.
func innerProduct(_ x: Span<Float>, _ y: Span<Float>) -> Double {
  precondition(x.count == y.count, "innerProduct: \(x.count) and \(y.count) elements")
  var sum = 0.0
  for i in x.indices { sum += Double(x[i]) * Double(y[i]) }
  return sum
}
