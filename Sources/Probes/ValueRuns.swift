import Glibc

/// The values of a column in ascending order, with how many rows of each class have each.
///
/// What a threshold on the column can tell of the label follows from these counts alone.
public struct ValueRuns: Sendable {
  /// Rows that share a value.
  public struct Run: Sendable {
    /// The value.
    public let value: Float

    /// How many rows of the positive class have it.
    public let positives: Double

    /// How many rows of the negative class have it.
    public let negatives: Double

    /// Makes a run.
    public init(value: Float, positives: Double, negatives: Double) {
      self.value = value
      self.positives = positives
      self.negatives = negatives
    }
  }

  private let runs: [Run]
  private let positives: Double
  private let negatives: Double

  /// Takes runs in ascending order of their values.
  public init(_ runs: [Run]) {
    self.runs = runs
    positives = runs.reduce(0) { $0 + $1.positives }
    negatives = runs.reduce(0) { $0 + $1.negatives }
  }

  /// Sorts a column.
  ///
  /// - Parameters:
  ///   - column: The values, shape `[row]`.
  ///   - labels: The class of each row.
  public init(_ column: Span<Float>, labels: [Bool]) {
    precondition(column.count == labels.count, "\(column.count) values, \(labels.count) labels")
    let pairs = labels.indices.map { (value: column[$0], isPositive: labels[$0]) }
      .sorted { $0.value < $1.value }
    var runs: [Run] = []
    var start = 0
    while start < pairs.count {
      var end = start
      var found = 0.0
      while end < pairs.count && pairs[end].value == pairs[start].value {
        found += pairs[end].isPositive ? 1 : 0
        end += 1
      }
      runs.append(
        Run(value: pairs[start].value, positives: found, negatives: Double(end - start) - found))
      start = max(end, start + 1)
    }
    self.init(runs)
  }

  /// What the column tells of the label, in nats, once it is cut into bins of equal counts.
  ///
  ///     I = Σ p(bin, label) log (p(bin, label) / (p(bin) p(label)))
  ///
  /// Rows of one value share a bin, that of their middle rank; a column of few values is not cut
  /// further. The estimate is above 0 by chance: by about (bins − 1) / (2 rows).
  ///
  /// - Parameter binCount: How many bins at most.
  /// - Returns: The information; 0 for a column that never varies.
  public func mutualInformation(binCount: Int = 16) -> Double {
    let total = positives + negatives
    guard total > 0 else { return 0 }
    var bins = [(positives: Double, negatives: Double)](repeating: (0, 0), count: binCount)
    var before = 0.0
    for run in runs {
      let count = run.positives + run.negatives
      let bin = min(Int((before + count / 2) / total * Double(binCount)), binCount - 1)
      bins[bin].positives += run.positives
      bins[bin].negatives += run.negatives
      before += count
    }
    func term(_ both: Double, _ one: Double, _ other: Double) -> Double {
      both > 0 ? both / total * log(both * total / (one * other)) : 0
    }
    return max(
      0,
      bins.reduce(0) { sum, bin in
        let count = bin.positives + bin.negatives
        return sum + term(bin.positives, count, positives) + term(bin.negatives, count, negatives)
      })
  }

  /// The best that a threshold does.
  public struct Threshold: Codable, Hashable, Sendable {
    /// The threshold: a row at it is called positive.
    public let value: Float

    /// Whether rows above it are called positive, rather than those below.
    public let isAbove: Bool

    /// Precision, recall and F1 of the rows it was found on.
    public let precision: Double
    public let recall: Double
    public let f1: Double
  }

  /// The threshold of the best F1, from above or from below; of equals the first from above.
  public var bestThreshold: Threshold? {
    let above = bestThreshold(runs.reversed(), isAbove: true)
    let below = bestThreshold(runs, isAbove: false)
    guard let above, let below else { return above ?? below }
    return below.f1 > above.f1 ? below : above
  }

  private func bestThreshold(_ runs: some Sequence<Run>, isAbove: Bool) -> Threshold? {
    var best: Threshold?
    var (truePositives, falsePositives) = (0.0, 0.0)
    for run in runs {
      truePositives += run.positives
      falsePositives += run.negatives
      let f1 = 2 * truePositives / (truePositives + falsePositives + positives)
      if f1 > best?.f1 ?? 0 {
        best = Threshold(
          value: run.value, isAbove: isAbove,
          precision: truePositives / (truePositives + falsePositives),
          recall: truePositives / positives, f1: f1)
      }
    }
    return best
  }
}
