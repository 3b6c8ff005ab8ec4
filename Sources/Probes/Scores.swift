/// How well a probe tells two classes apart.
///
/// The positive class is scored, as in scikit-learn. A quotient of nothing by nothing is 0, also
/// as there, but the areas are nil where a class has no rows.
public struct Scores: Codable, Equatable, Sendable {
  /// What answering every row with the larger class would score.
  public struct Majority: Codable, Equatable, Sendable {
    public let accuracy: Double
    public let f1: Double
  }

  /// The part of the rows called positive that are.
  public let precision: Double

  /// The part of the positive rows that were called so.
  public let recall: Double

  /// The harmonic mean of precision and recall.
  public let f1: Double

  /// The area under the curve of true over false positive rates: the probability that a positive
  /// row scores higher than a negative one.
  public let rocAUC: Double?

  /// The average precision over the recalls, scikit-learn's `average_precision_score`.
  public let prAUC: Double?

  /// Matthews' correlation coefficient.
  public let mcc: Double

  /// The part of the rows that were called rightly.
  public let accuracy: Double

  /// How many rows were scored.
  public let count: Int

  /// How many of them are positive.
  public let positives: Int

  /// What answering every row with the larger class would score.
  public let majority: Majority

  /// Scores decisions; positive ones call a row positive.
  ///
  /// - Parameters:
  ///   - decisions: What a probe says of each row.
  ///   - labels: The class of each row.
  public init(decisions: [Float], labels: [Bool]) {
    precondition(
      decisions.count == labels.count,
      "Scores: \(decisions.count) decisions of \(labels.count) rows")
    let table = ConfusionTable(decisions: decisions, labels: labels)
    precision = table.precision
    recall = table.recall
    f1 = table.f1
    mcc = table.mcc
    accuracy = table.accuracy
    count = table.count
    positives = table.positives
    majority = table.majority
    let ranking = Ranking(decisions: decisions, labels: labels)
    rocAUC = ranking.rocAUC
    prAUC = ranking.averagePrecision
  }
}
