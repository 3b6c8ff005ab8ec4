/// The values of one column in two classes, those that are not zero.
struct ColumnValues: Sendable {
  private(set) var positives: [Float] = []
  private(set) var negatives: [Float] = []

  /// How many values are held.
  var count: Int { positives.count + negatives.count }

  /// Takes in a value that is not zero, of a row of the positive class.
  mutating func addPositive(_ value: Float) { positives.append(value) }

  /// Takes in a value that is not zero, of a row of the negative class.
  mutating func addNegative(_ value: Float) { negatives.append(value) }

  /// The area under the ROC curve: how often a positive row has the higher value.
  ///
  ///     (pairs with positive > negative + ½ pairs with positive = negative) / pairs
  ///
  /// Exact, ties among them. The zeros enter in bulk, so that a feature that is seldom active costs no
  /// more than its activity. NaN when a class has no rows.
  ///
  /// - Parameters:
  ///   - positiveRows: How many rows the positive class has, those at zero among them.
  ///   - negativeRows: How many rows the negative class has.
  /// - Returns: The area.
  func rocAUC(positiveRows: Int, negativeRows: Int) -> Double {
    var values = self
    radixSort(&values.positives)
    radixSort(&values.negatives)
    let wins =
      values.sortedWins
      + winsWithZeros(positiveRows - positives.count, negativeRows - negatives.count)
    return wins / (Double(positiveRows) * Double(negativeRows))
  }

  /// The wins among the values that are not zero, once both classes are sorted.
  private var sortedWins: Double {
    var wins = 0.0
    var below = 0
    var upTo = 0
    for value in positives {
      while below < negatives.count && negatives[below] < value { below += 1 }
      upTo = max(upTo, below)
      while upTo < negatives.count && negatives[upTo] == value { upTo += 1 }
      wins += Double(below) + 0.5 * Double(upTo - below)
    }
    return wins
  }

  /// The wins of pairs of which one or both are zero.
  private func winsWithZeros(_ zeroPositives: Int, _ zeroNegatives: Int) -> Double {
    let above = positives.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    let below = negatives.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    return Double(above) * Double(zeroNegatives) + Double(zeroPositives) * Double(below)
      + 0.5 * Double(zeroPositives) * Double(zeroNegatives)
  }
}
