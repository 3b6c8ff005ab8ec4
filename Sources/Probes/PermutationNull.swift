import Tensors

/// What a probe scores by chance: on labels that were dealt out anew.
public struct PermutationNull: Codable, Hashable, Sendable {
  /// The area under the ROC curve on held-out rows, of each permutation.
  public let rocAUCs: [Double]

  /// The area with the labels as they are.
  public let observed: Double

  /// (1 + permutations that score at least as much) / (1 + permutations).
  public var p: Double {
    Double(1 + rocAUCs.count { $0 >= observed }) / Double(1 + rocAUCs.count)
  }

  /// The mean over the permutations.
  public var mean: Double { rocAUCs.reduce(0, +) / Double(max(rocAUCs.count, 1)) }

  /// Rows with their labels and documents.
  public struct Part: Sendable {
    let design: any DesignMatrix
    let labels: [Bool]
    let documents: [Int]?

    /// Makes a part.
    public init(_ design: any DesignMatrix, labels: [Bool], documents: [Int]?) {
      self.design = design
      self.labels = labels
      self.documents = documents
    }
  }

  /// Permutes, fits and scores.
  ///
  /// Where the label is the same for all rows of a document, documents change their labels with one
  /// another, else rows do.
  ///
  /// - Parameters:
  ///   - regression: What is fitted.
  ///   - train: The rows that are fitted to.
  ///   - test: The rows that are scored.
  ///   - observed: The area with the labels as they are.
  ///   - count: How many permutations.
  ///   - seed: The seed of them.
  /// - Throws: What `LogisticRegression.fit` throws.
  public init(
    of regression: LogisticRegression, train: Part, test: Part, observed: Double, count: Int,
    seed: UInt64
  ) throws(ProbeError) {
    let parent = SplittableRandom(seed: seed).split("permutations")
    let rows = try PreparedRows(train.design)
    var areas: [Double] = []
    for index in 0..<count {
      var random = parent.split(UInt64(index))
      let labels = permuted(train, &random)
      let fit = try regression.fit(rows, labels: labels)
      let decisions = try fit.decisions(test.design)
      let ranking = Ranking(decisions: decisions, labels: permuted(test, &random))
      if let area = ranking.rocAUC { areas.append(area) }
    }
    rocAUCs = areas
    self.observed = observed
  }
}

private func permuted(
  _ part: PermutationNull.Part, _ random: inout SplittableRandom
) -> [Bool] {
  let groups = RowGroups(part.documents, rowCount: part.labels.count)
  var byGroup = [Bool?](repeating: nil, count: groups.count)
  for (row, group) in groups.groups.enumerated() {
    guard byGroup[group] == nil || byGroup[group] == part.labels[row] else {
      return part.labels.shuffled(using: &random)
    }
    byGroup[group] = part.labels[row]
  }
  let shuffled = byGroup.shuffled(using: &random)
  return groups.groups.map { shuffled[$0] ?? false }
}
