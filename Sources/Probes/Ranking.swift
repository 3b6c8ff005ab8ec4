/// Rows in the order of a score, from which the areas under curves follow.
///
/// Rows of equal scores share their rank. Both areas are nil where a class has no rows or a score
/// is not a number.
public struct Ranking: Sendable {
  /// The probability that a positive row scores higher than a negative one, ties counting half.
  public let rocAUC: Double?

  /// Σ over thresholds of precision times the recall gained, scikit-learn's
  /// `average_precision_score`.
  public let averagePrecision: Double?

  /// Ranks rows by their scores.
  ///
  /// - Parameters:
  ///   - decisions: The score of each row; higher means more likely positive.
  ///   - labels: The class of each row.
  public init(decisions: [Float], labels: [Bool]) {
    let positives = Double(labels.count { $0 })
    let negatives = Double(labels.count) - positives
    guard positives > 0 && negatives > 0 && !decisions.contains(where: \.isNaN) else {
      (rocAUC, averagePrecision) = (nil, nil)
      return
    }
    let order = decisions.indices.sorted { decisions[$0] > decisions[$1] }
    var (truePositives, falsePositives, area, precision) = (0.0, 0.0, 0.0, 0.0)
    var start = 0
    while start < order.count {
      var end = start
      var gained = 0.0
      while end < order.count && decisions[order[end]] == decisions[order[start]] {
        gained += labels[order[end]] ? 1 : 0
        end += 1
      }
      let lost = Double(end - start) - gained
      area += lost * (truePositives + gained / 2)
      truePositives += gained
      falsePositives += lost
      precision += gained * truePositives / (truePositives + falsePositives)
      start = end
    }
    rocAUC = area / (positives * negatives)
    averagePrecision = precision / positives
  }
}
