/// How many rows of each class were called positive and negative.
struct ConfusionTable {
  private var truePositives = 0.0
  private var falsePositives = 0.0
  private var trueNegatives = 0.0
  private var falseNegatives = 0.0

  init() {}

  init(decisions: [Float], labels: [Bool]) {
    for (decision, label) in zip(decisions, labels) {
      add(isCalled: decision > 0, isPositive: label)
    }
  }

  mutating func add(isCalled: Bool, isPositive: Bool, weight: Double = 1) {
    switch (isCalled, isPositive) {
    case (true, true): truePositives += weight
    case (true, false): falsePositives += weight
    case (false, true): falseNegatives += weight
    case (false, false): trueNegatives += weight
    }
  }

  private var total: Double { truePositives + falsePositives + trueNegatives + falseNegatives }

  var count: Int { Int(total) }

  var positives: Int { Int(truePositives + falseNegatives) }

  var precision: Double { quotient(truePositives, truePositives + falsePositives) }

  var recall: Double { quotient(truePositives, truePositives + falseNegatives) }

  var f1: Double {
    quotient(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives)
  }

  var accuracy: Double { quotient(truePositives + trueNegatives, total) }

  var mcc: Double {
    let margins =
      (truePositives + falsePositives) * (truePositives + falseNegatives)
      * (trueNegatives + falsePositives) * (trueNegatives + falseNegatives)
    return quotient(
      truePositives * trueNegatives - falsePositives * falseNegatives, margins.squareRoot())
  }

  /// Of equal classes the negative one is answered.
  var majority: Scores.Majority {
    let positive = truePositives + falseNegatives
    let isPositive = 2 * positive > total
    return Scores.Majority(
      accuracy: quotient(max(positive, total - positive), total),
      f1: isPositive ? quotient(2 * positive, positive + total) : 0)
  }
}

private func quotient(_ part: Double, _ whole: Double) -> Double {
  whole == 0 ? 0 : part / whole
}
