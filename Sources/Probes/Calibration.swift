import Glibc

/// Whether a probe's probabilities are what they say.
///
///     probability = 1 / (1 + exp(-decision))
public struct Calibration: Codable, Hashable, Sendable {
  /// Rows of similar probabilities.
  public struct Bin: Codable, Hashable, Sendable {
    /// The mean of their probabilities.
    public let probability: Double

    /// The share that is positive.
    public let share: Double

    /// How many there are.
    public let count: Int
  }

  /// The mean of (probability - label)².
  public let brier: Double

  /// The mean of -log of the probability given to the label.
  public let logLoss: Double

  /// The mean distance of probability and share over ten bins of equal width, weighted by rows.
  public let expectedError: Double

  /// The bins that have rows, from the lowest probability to the highest.
  public let bins: [Bin]

  /// Looks at the probabilities of labelled rows.
  ///
  /// - Parameters:
  ///   - decisions: What a probe says of each row.
  ///   - labels: The class of each row.
  public init(decisions: [Float], labels: [Bool]) {
    let count = Double(max(decisions.count, 1))
    var (squares, losses) = (0.0, 0.0)
    var sums = [(probability: Double, positives: Double, count: Int)](
      repeating: (0, 0, 0), count: 10)
    for (decision, label) in zip(decisions, labels) {
      let margin = Double(decision)
      let probability = 1 / (1 + exp(-margin))
      let target = label ? 1.0 : 0.0
      squares += (probability - target) * (probability - target)
      let against = label ? -margin : margin
      losses += max(against, 0) + log1p(exp(-abs(against)))
      let bin = probability.isNaN ? 0 : min(Int(10 * probability), 9)
      sums[bin].probability += probability
      sums[bin].positives += target
      sums[bin].count += 1
    }
    (brier, logLoss) = (squares / count, losses / count)
    expectedError = sums.reduce(0) { $0 + abs($1.probability - $1.positives) } / count
    bins = sums.filter { $0.count > 0 }.map {
      Bin(
        probability: $0.probability / Double($0.count), share: $0.positives / Double($0.count),
        count: $0.count)
    }
  }
}
