import Probes

/// What a column tells of a label by thresholds and bins.
struct ColumnSeparability: Sendable {
  var rocAUC = Double.nan
  var mutualInformation = Double.nan
  var threshold: ValueRuns.Threshold?

  /// F1 of the best threshold.
  var thresholdF1: Double { threshold?.f1 ?? .nan }

  /// The numbers by the names that results give them.
  var statistics: [String: Figure] {
    [
      "rocAUC": Figure(rocAUC), "mutualInformation": Figure(mutualInformation),
      "thresholdF1": Figure(thresholdF1),
      "threshold": Figure(threshold?.value ?? .nan),
      "thresholdIsAbove": Figure(threshold?.isAbove ?? true ? 1.0 : 0.0),
    ]
  }
}

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
    sorted.sortedRocAUC(positiveRows: positiveRows, negativeRows: negativeRows)
  }

  /// What single thresholds and bins tell of the label, the area among it.
  ///
  /// - Parameters:
  ///   - positiveRows: How many rows the positive class has, those at zero among them.
  ///   - negativeRows: How many rows the negative class has.
  /// - Returns: The numbers.
  func separability(positiveRows: Int, negativeRows: Int) -> ColumnSeparability {
    let values = sorted
    let runs = ValueRuns(
      values.runs(
        zeroPositives: positiveRows - positives.count,
        zeroNegatives: negativeRows - negatives.count))
    return ColumnSeparability(
      rocAUC: values.sortedRocAUC(positiveRows: positiveRows, negativeRows: negativeRows),
      mutualInformation: runs.mutualInformation(), threshold: runs.bestThreshold)
  }

  private var sorted: ColumnValues {
    var values = self
    radixSort(&values.positives)
    radixSort(&values.negatives)
    return values
  }

  private func sortedRocAUC(positiveRows: Int, negativeRows: Int) -> Double {
    let wins =
      sortedWins + winsWithZeros(positiveRows - positives.count, negativeRows - negatives.count)
    return wins / (Double(positiveRows) * Double(negativeRows))
  }

  /// The sorted values as runs, with the zeros where they belong.
  private func runs(zeroPositives: Int, zeroNegatives: Int) -> [ValueRuns.Run] {
    var runs: [ValueRuns.Run] = []
    var (positive, negative) = (0, 0)
    var hasZeros = zeroPositives + zeroNegatives > 0
    while hasZeros || positive < positives.count || negative < negatives.count {
      let next = min(
        positive < positives.count ? positives[positive] : .infinity,
        negative < negatives.count ? negatives[negative] : .infinity)
      if hasZeros && next > 0 {
        runs.append(
          .init(value: 0, positives: Double(zeroPositives), negatives: Double(zeroNegatives)))
        hasZeros = false
        continue
      }
      let (firstPositive, firstNegative) = (positive, negative)
      while positive < positives.count && positives[positive] == next { positive += 1 }
      while negative < negatives.count && negatives[negative] == next { negative += 1 }
      runs.append(
        .init(
          value: next, positives: Double(positive - firstPositive),
          negatives: Double(negative - firstNegative)))
    }
    return runs
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
