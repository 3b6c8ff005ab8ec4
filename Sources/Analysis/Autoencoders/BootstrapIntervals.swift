import Autoencoders
import Foundation
import Probes
import Tensors

/// The interval in which a metric lies for most draws of as many documents.
public struct MetricInterval: Codable, Hashable, Sendable {
  /// The 2.5th percentile.
  @Figure public var low: Double

  /// The 97.5th percentile.
  @Figure public var high: Double

  /// Names the two.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

/// 95 % intervals of metrics, by drawing as many documents as there are, with replacement.
///
/// Rows of one document resemble one another, so documents are drawn and not rows. The mean from which
/// variance is counted is held, as are the features' densities.
///
/// - Parameters:
///   - groups: The sums of each document.
///   - draws: How many times documents are drawn.
///   - seed: Where chance begins.
/// - Returns: An interval for each metric; none of fewer than two documents.
///
/// Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap", section 13.3.
func bootstrapIntervals(
  of groups: [EvaluationGroup], draws: Int, seed: UInt64
) -> [String: MetricInterval] {
  guard groups.count >= 2 && draws >= 1 else { return [:] }
  let samples = parallelMap(draws, grain: 16) { range in
    range.map { draw in
      var random = SplittableRandom(seed: seed).split(UInt64(draw))
      var sum = EvaluationGroup()
      for _ in groups { sum += groups[Int.random(in: groups.indices, using: &random)] }
      return metrics(of: sum)
    }
  }.flatMap { $0 }
  return Dictionary(
    uniqueKeysWithValues: samples[0].keys.map { name in
      (name, interval(of: samples.compactMap { $0[name] }))
    })
}

private func metrics(of group: EvaluationGroup) -> [String: Double] {
  let (rows, tokens) = (group.reconstruction, group.prediction)
  var metrics = [
    "l0": rows.l0, "l1": rows.l1, "mse": rows.mse, "normalizedMSE": rows.normalizedMSE,
    "explainedVariance": rows.explainedVariance.global, "cosine": rows.cosine,
  ]
  guard tokens.tokens > 0 else { return metrics }
  metrics["ce.clean"] = tokens.cleanCrossEntropy
  metrics["ce.spliced"] = tokens.crossEntropy(.spliced)
  metrics["ce.score"] = tokens.lossScore(against: .zeroAblated)
  metrics["ce.meanScore"] = tokens.lossScore(against: .meanAblated)
  metrics["kl.spliced"] = tokens.divergence(.spliced)
  return metrics
}

/// The middle 95 % of values; NaN where any is.
private func interval(of values: [Double]) -> MetricInterval {
  guard !values.contains(where: \.isNaN) else { return MetricInterval(low: .nan, high: .nan) }
  let sorted = values.sorted()
  return MetricInterval(low: quantile(sorted, 0.025), high: quantile(sorted, 0.975))
}
