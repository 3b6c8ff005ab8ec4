import Glibc

/// Decisions in descending order, from which every score follows by one pass, with rows weighted.
struct SortedDecisions: Sendable {
  private let order: [Int]

  /// Whether a row's decision equals that of the row before it in the order.
  private let isTied: [Bool]
  private let decisions: [Float]
  private let labels: [Bool]

  init(decisions: [Float], labels: [Bool]) {
    self.decisions = decisions
    self.labels = labels
    let order = decisions.indices.sorted { (decisions[$1], $0) < (decisions[$0], $1) }
    self.order = order
    isTied = order.indices.map { $0 > 0 && decisions[order[$0]] == decisions[order[$0 - 1]] }
  }

  /// The scores where each row counts so often.
  func scores(_ counts: [Double]) -> SimpleScores {
    var table = ConfusionTable()
    for row in decisions.indices where counts[row] > 0 {
      table.add(isCalled: decisions[row] > 0, isPositive: labels[row], weight: counts[row])
    }
    var areas = AreaSums()
    for (place, row) in order.enumerated() {
      if !isTied[place] { areas.closeTie() }
      areas.add(isPositive: labels[row], weight: counts[row])
    }
    areas.closeTie()
    return SimpleScores(
      precision: table.precision, recall: table.recall, f1: table.f1,
      rocAUC: areas.rocAUC, prAUC: areas.averagePrecision, mcc: table.mcc,
      accuracy: table.accuracy)
  }

  /// The points of the ROC curve, one for each threshold, at most about `limit`.
  func rocCurve(limit: Int) -> [ScoreCurve.Point] {
    curve(limit: limit) { state, positives, negatives in
      ScoreCurve.Point(x: state.false / negatives, y: state.true / positives)
    }
  }

  /// The points of precision over recall, one for each threshold, at most about `limit`.
  func precisionRecallCurve(limit: Int) -> [ScoreCurve.Point] {
    curve(limit: limit) { state, positives, _ in
      let called = state.true + state.false
      return ScoreCurve.Point(x: state.true / positives, y: called > 0 ? state.true / called : 1)
    }
  }

  private func curve(
    limit: Int,
    _ point: (_ state: (true: Double, false: Double), Double, Double) -> ScoreCurve.Point
  ) -> [ScoreCurve.Point] {
    let positives = Double(labels.count { $0 })
    let negatives = Double(labels.count) - positives
    guard positives > 0 && negatives > 0 else { return [] }
    var state = (true: 0.0, false: 0.0)
    var points = [point(state, positives, negatives)]
    let step = max(1, order.count / max(limit, 1))
    var nextPlace = 0
    for (place, row) in order.enumerated() {
      if labels[row] { state.true += 1 } else { state.false += 1 }
      let isLast = place + 1 == order.count
      let isEnd = isLast || !isTied[place + 1]
      if isEnd && (place >= nextPlace || isLast) {
        points.append(point(state, positives, negatives))
        nextPlace = place + step
      }
    }
    return points
  }
}

/// The sums from which the areas under both curves follow; rows come in descending order.
private struct AreaSums {
  private var positives = 0.0
  private var negatives = 0.0
  private var area = 0.0
  private var precision = 0.0
  private var gained = 0.0
  private var lost = 0.0

  mutating func add(isPositive: Bool, weight: Double) {
    if isPositive { gained += weight } else { lost += weight }
  }

  /// Takes in the rows that share a decision.
  mutating func closeTie() {
    guard gained + lost > 0 else { return }
    area += lost * (positives + gained / 2)
    positives += gained
    negatives += lost
    precision += gained * positives / (positives + negatives)
    (gained, lost) = (0, 0)
  }

  var rocAUC: Double? {
    positives > 0 && negatives > 0 ? area / (positives * negatives) : nil
  }

  var averagePrecision: Double? {
    positives > 0 && negatives > 0 ? precision / positives : nil
  }
}

/// Scores without their circumstances.
struct SimpleScores: Sendable {
  let precision: Double
  let recall: Double
  let f1: Double
  let rocAUC: Double?
  let prAUC: Double?
  let mcc: Double
  let accuracy: Double
}

/// A curve of scores over all thresholds.
public enum ScoreCurve {
  /// A point of a curve.
  public struct Point: Codable, Hashable, Sendable {
    public let x: Double
    public let y: Double
  }

  /// The ROC curve: the share of positive rows found over the share of negative rows taken for them.
  ///
  /// - Parameters:
  ///   - decisions: What a probe says of each row.
  ///   - labels: The class of each row.
  ///   - limit: About how many points to give at most.
  /// - Returns: The points, from (0, 0) to (1, 1); none where a class has no rows.
  public static func roc(_ decisions: [Float], labels: [Bool], limit: Int = 100) -> [Point] {
    SortedDecisions(decisions: decisions, labels: labels).rocCurve(limit: limit)
  }

  /// Precision over recall.
  ///
  /// - Parameters:
  ///   - decisions: What a probe says of each row.
  ///   - labels: The class of each row.
  ///   - limit: About how many points to give at most.
  /// - Returns: The points, from recall 0; none where a class has no rows.
  public static func precisionRecall(
    _ decisions: [Float], labels: [Bool], limit: Int = 100
  ) -> [Point] {
    SortedDecisions(decisions: decisions, labels: labels).precisionRecallCurve(limit: limit)
  }
}
