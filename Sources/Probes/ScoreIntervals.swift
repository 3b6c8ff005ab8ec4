import Glibc
import Tensors

/// How far scores can be trusted: 95 % confidence intervals by the bootstrap over documents.
///
/// Documents are drawn with replacement as often as there are some, and each interval spans the
/// middle 95 % of the scores of the draws; draws without rows of both classes are passed over. Rows
/// of one document are not independent, and so are drawn together; of a single document, or where
/// none are given, rows are drawn.
public struct ScoreIntervals: Codable, Hashable, Sendable {
  /// An interval.
  public struct Interval: Codable, Hashable, Sendable {
    public let low: Double
    public let high: Double
  }

  public let precision: Interval
  public let recall: Interval
  public let f1: Interval
  public let rocAUC: Interval
  public let prAUC: Interval
  public let mcc: Interval
  public let accuracy: Interval

  /// How many draws were scored.
  public let draws: Int

  /// Draws documents and scores them; nil where fewer than two draws have rows of both classes.
  ///
  /// - Parameters:
  ///   - decisions: What a probe says of each row.
  ///   - labels: The class of each row.
  ///   - documents: The document of each row; nil where rows stand for themselves.
  ///   - draws: How often to draw.
  ///   - seed: The seed of the draws.
  public init?(
    decisions: [Float], labels: [Bool], documents: [Int]? = nil, draws: Int = 500, seed: UInt64
  ) {
    let sorted = SortedDecisions(decisions: decisions, labels: labels)
    let groups = RowGroups(documents, rowCount: labels.count)
    let parent = SplittableRandom(seed: seed).split("intervals")
    let found = parallelMap(draws, grain: 16) { range in
      range.compactMap { draw in
        var random = parent.split(UInt64(draw))
        let scores = sorted.scores(groups.resampled(&random))
        return scores.rocAUC == nil ? nil : scores
      }
    }.flatMap { $0 }
    guard found.count > 1 else { return nil }
    func interval(_ value: (SimpleScores) -> Double) -> Interval {
      let values = found.map(value).sorted()
      return Interval(low: quantile(values, 0.025), high: quantile(values, 0.975))
    }
    precision = interval(\.precision)
    recall = interval(\.recall)
    f1 = interval(\.f1)
    rocAUC = interval { $0.rocAUC ?? .nan }
    prAUC = interval { $0.prAUC ?? .nan }
    mcc = interval(\.mcc)
    accuracy = interval(\.accuracy)
    self.draws = found.count
  }
}

/// A quantile of sorted values, between the two nearest in proportion, as NumPy has it; NaN of none.
public func quantile(_ sorted: [Double], _ share: Double) -> Double {
  guard let last = sorted.indices.last else { return .nan }
  let place = share * Double(last)
  let below = Int(place)
  let above = min(below + 1, last)
  return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}
