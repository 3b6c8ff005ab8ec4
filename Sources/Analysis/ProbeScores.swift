/// How well a probe, or a rule, tells the rows of two classes apart.
public struct ProbeScores: Codable, Hashable, Sendable {
  /// The share of the rows called positive that are; NaN when none is called so.
  @Figure public var precision: Double

  /// The share of the positive rows that are called so.
  @Figure public var recall: Double

  /// The harmonic mean of precision and recall; 0 when no positive row is found.
  @Figure public var f1: Double

  /// The area under the ROC curve.
  @Figure public var rocAUC: Double

  /// The area under the curve of precision over recall.
  @Figure public var prAUC: Double

  /// Matthews's correlation coefficient.
  @Figure public var mcc: Double

  /// The share of rows that are called what they are.
  @Figure public var accuracy: Double

  /// How many rows were judged.
  public var count: Int

  /// Makes scores.
  public init(
    precision: Double, recall: Double, f1: Double, rocAUC: Double, prAUC: Double, mcc: Double,
    accuracy: Double, count: Int
  ) {
    self.precision = precision
    self.recall = recall
    self.f1 = f1
    self.rocAUC = rocAUC
    self.prAUC = prAUC
    self.mcc = mcc
    self.accuracy = accuracy
    self.count = count
  }

  /// The scores of calling every row what most rows are.
  ///
  /// Such a rule gives every row one score, so that its ROC curve is the diagonal and its precision
  /// the share of positive rows.
  public static func majority(count: Int, positives: Int) -> ProbeScores {
    precondition(positives >= 0 && positives <= count, "majority: \(positives) of \(count)")
    let share = Double(positives) / Double(count)
    let callsPositive = 2 * positives > count
    return ProbeScores(
      precision: callsPositive ? share : .nan, recall: callsPositive ? 1 : 0,
      f1: callsPositive ? 2 * share / (1 + share) : 0, rocAUC: 0.5, prAUC: share, mcc: 0,
      accuracy: max(share, 1 - share), count: count)
  }
}
