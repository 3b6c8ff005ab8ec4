import Tensors

/// The values of one column in two classes, its zeros only counted.
struct ColumnValues: Sendable {
  private(set) var positives: [Float] = []
  private(set) var negatives: [Float] = []
  private(set) var zeroPositives = 0
  private(set) var zeroNegatives = 0

  /// How many values are held.
  var count: Int { positives.count + negatives.count }

  /// Takes in a column of a batch, of rows of the given classes.
  mutating func add(column: Int, of activations: Matrix, classes: [LabelClass]) {
    for row in classes.indices {
      let value = activations[row, column]
      switch classes[row] {
      case .positive where value == 0: zeroPositives += 1
      case .positive: positives.append(value)
      case .negative where value == 0: zeroNegatives += 1
      case .negative: negatives.append(value)
      case .unlabelled: break
      }
    }
  }

  /// The area under the ROC curve: how often a positive row has the higher value.
  ///
  ///     (pairs with positive > negative + ½ pairs with positive = negative) / pairs
  ///
  /// Exact, ties among them. The zeros enter in bulk, so that a feature that is seldom active costs no
  /// more than its activity. NaN when a class has no rows.
  var rocAUC: Double {
    var values = self
    radixSort(&values.positives)
    radixSort(&values.negatives)
    let positiveCount = Double(positives.count + zeroPositives)
    let negativeCount = Double(negatives.count + zeroNegatives)
    let wins = values.sortedWins + values.winsWithZeros
    return wins / (positiveCount * negativeCount)
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
  private var winsWithZeros: Double {
    let above = positives.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    let below = negatives.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    return Double(above) * Double(zeroNegatives) + Double(zeroPositives) * Double(below)
      + 0.5 * Double(zeroPositives) * Double(zeroNegatives)
  }
}
