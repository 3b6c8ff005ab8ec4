import Tensors

/// How often each column is used when documents are drawn anew.
public struct SupportStability: Sendable {
  /// A column and how often it was used.
  public struct Entry: Codable, Hashable, Sendable {
    /// The column.
    public let index: Int

    /// The share of the draws in which its coefficient is not zero.
    public let frequency: Double
  }

  /// The columns that were ever used, the most frequent first.
  public let entries: [Entry]

  /// How many draws were fitted.
  public let draws: Int

  /// Draws documents with replacement, and fits to each draw.
  ///
  /// - Parameters:
  ///   - regression: What is fitted.
  ///   - rows: The rows.
  ///   - labels: The class of each row.
  ///   - documents: The document of each row, whose rows are drawn together.
  ///   - draws: How often to draw; a draw without rows of both classes is passed over.
  ///   - seed: The seed of the draws.
  ///   - start: The optimum on all rows.
  ///   - sampleWeights: How much each row counts.
  /// - Throws: What `LogisticRegression.fit` throws.
  public init(
    of regression: LogisticRegression, _ rows: PreparedRows, labels: [Bool], documents: [Int]?,
    draws: Int, seed: UInt64, startingAt start: LogisticFit? = nil,
    sampleWeights: [Double]? = nil
  ) throws(ProbeError) {
    let groups = RowGroups(documents, rowCount: labels.count)
    let parent = SplittableRandom(seed: seed).split("stability")
    var counts: [Int: Int] = [:]
    var fitted = 0
    for draw in 0..<draws {
      var random = parent.split(UInt64(draw))
      var weights = groups.resampled(&random)
      if let sampleWeights { weights = zip(weights, sampleWeights).map(*) }
      let positives = labels.indices.count { labels[$0] && weights[$0] > 0 }
      let counted = weights.count { $0 > 0 }
      guard positives > 0 && positives < counted else { continue }
      let fit = try regression.fit(
        rows, labels: labels, sampleWeights: weights, startingAt: start)
      fitted += 1
      for (column, value) in fit.coefficients.enumerated() where value != 0 {
        counts[column, default: 0] += 1
      }
    }
    self.draws = fitted
    entries = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
      Entry(index: $0.key, frequency: Double($0.value) / Double(fitted))
    }
  }
}
