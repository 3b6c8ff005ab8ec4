/// How many rows a label puts where.
struct LabelCensus: Sendable {
  private(set) var positives = 0
  private(set) var negatives = 0
  private(set) var unlabelled = 0

  /// Whether a label is neither 0 nor 1, so that the classes say less than the label does.
  private(set) var isGraded = false

  mutating func add(_ labels: [Float]) {
    for label in labels {
      switch LabelClass(label) {
      case .positive: positives += 1
      case .negative: negatives += 1
      case .unlabelled: unlabelled += 1
      }
      if !label.isNaN && label != 0 && label != 1 { isGraded = true }
    }
  }

  func requireBothClasses(of label: String, site: String) throws(AnalysisError) {
    guard positives == 0 || negatives == 0 else { return }
    throw AnalysisError(
      code: .oneClass,
      message: "the label \(label) holds in \(positives) and fails in \(negatives) of the rows; "
        + "a ranking needs rows of both kinds, so choose another label or more pages",
      path: site)
  }
}
