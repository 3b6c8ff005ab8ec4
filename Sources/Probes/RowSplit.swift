/// Rows to fit to and rows to score on.
public struct RowSplit: Equatable, Sendable {
  /// The rows to fit to, in order.
  public let train: [Int]

  /// The rows to score on, in order.
  public let test: [Int]

  /// Makes a split.
  public init(train: [Int], test: [Int]) {
    self.train = train
    self.test = test
  }

  /// The rows that scikit-learn's `train_test_split(test_size=…, random_state=…)` gives.
  ///
  /// Rows of one document may come to stand on both sides.
  ///
  /// - Parameters:
  ///   - rows: The rows, in order.
  ///   - testFraction: The share to score on; the count is rounded up.
  ///   - randomState: The seed of NumPy's legacy generator.
  /// - Returns: The split.
  public static func byRow(
    _ rows: [Int], testFraction: Double, randomState: UInt32
  ) -> RowSplit {
    var random = MersenneTwister(seed: randomState)
    let order = random.permutation(rows.count)
    let testCount = Int((testFraction * Double(rows.count)).rounded(.up))
    return RowSplit(
      train: order.dropFirst(testCount).map { rows[$0] }.sorted(),
      test: order.prefix(testCount).map { rows[$0] }.sorted())
  }
}
