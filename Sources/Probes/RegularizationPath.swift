import Glibc

/// The optima of a regression for a row of Cs, each from where the last ended.
public struct RegularizationPath: Sendable {
  /// The Cs, from the smallest to the largest.
  public let Cs: [Double]

  /// The optimum at each.
  public let fits: [LogisticFit]

  /// Fits along a path.
  ///
  /// - Parameters:
  ///   - regression: What is fitted; its own C is not used.
  ///   - rows: The rows.
  ///   - labels: The class of each row.
  ///   - Cs: The Cs, rising.
  ///   - sampleWeights: How much each row counts.
  /// - Throws: What `LogisticRegression.fit` throws.
  public init(
    of regression: LogisticRegression, _ rows: PreparedRows, labels: [Bool], Cs: [Double],
    sampleWeights: [Double]? = nil
  ) throws(ProbeError) {
    var fits: [LogisticFit] = []
    for C in Cs {
      var regression = regression
      regression.C = C
      fits.append(
        try regression.fit(
          rows, labels: labels, sampleWeights: sampleWeights, startingAt: fits.last))
    }
    self.Cs = Cs
    self.fits = fits
  }
}

extension LogisticRegression {
  /// The largest C at which every coefficient is zero; 0 without a cost of magnitudes.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - labels: The class of each row.
  /// - Returns: λ₁ min_j σ_j / |Σ_i s_i (y_i - ȳ) x_ij|.
  /// - Throws: `ProbeError` for labels of another count or of one class only.
  public func largestIdleC(_ rows: PreparedRows, labels: [Bool]) throws(ProbeError) -> Double {
    guard penalty.l1 > 0 else { return 0 }
    var unit = self
    unit.C = 1
    try requireLabels(labels, rowCount: rows.rowCount)
    let ones = [Double](repeating: 1, count: rows.rowCount)
    let weights = unit.rowWeights(labels, ones)
    let loss = LogisticLoss(signs: labels.map { $0 ? 1 : -1 }, weights: weights, offsets: nil)
    let zero = [Double](repeating: 0, count: rows.rowCount)
    let shift = loss.interceptChange(zero)
    let doubts = loss.value(zero.map { $0 + shift }).doubts
    let correlations = try rows.design.weightedColumnSums(loss.residuals(doubts))
    let scales =
      standardizes
      ? try rows.deviations(ones) : [Double](repeating: 1, count: rows.columnCount)
    let steepest = zip(correlations, scales).reduce(0) { $1.1 > 0 ? max($0, abs($1.0) / $1.1) : $0 }
    return steepest > 0 ? penalty.l1 / steepest : .infinity
  }

  /// Cs that lie evenly, by their logarithms, from where coefficients begin up to this C.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - rows: The rows.
  ///   - labels: The class of each row.
  /// - Returns: The Cs, rising; a thousandth of C is the first where it is larger than that, or
  ///   without a cost of magnitudes.
  /// - Throws: `ProbeError` for labels of another count or of one class only.
  public func pathCs(
    _ count: Int, _ rows: PreparedRows, labels: [Bool]
  ) throws(ProbeError) -> [Double] {
    let idle = try largestIdleC(rows, labels: labels)
    let first = idle > 0 && idle < C ? idle : C / 1000
    guard count > 1 else { return [C] }
    let ratio = log(C / first) / Double(count - 1)
    return (0..<count).map { $0 == count - 1 ? C : first * exp(ratio * Double($0)) }
  }
}
