import Tensors

extension LogisticRegression {
  /// Fits coefficients to some columns; the others get none.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - labels: The class of each row.
  ///   - columns: The columns; of none, the intercept alone is fitted.
  ///   - sampleWeights: How much each row counts.
  /// - Returns: The optimum, with a coefficient for every column of the rows.
  /// - Throws: What `fit` throws.
  public func fit(
    _ rows: PreparedRows, labels: [Bool], onColumns columns: [Int],
    sampleWeights: [Double]? = nil
  ) throws(ProbeError) -> LogisticFit {
    let values = try rows.design.gatheredColumns(columns).matrix
    let few = columns.isEmpty ? Matrix(rows: rows.rowCount, columns: 1) : values
    let fit = try self.fit(
      try PreparedRows(few), labels: labels, sampleWeights: sampleWeights)
    var coefficients = [Double](repeating: 0, count: rows.columnCount)
    for (place, column) in columns.enumerated() { coefficients[column] = fit.coefficients[place] }
    return LogisticFit(
      coefficients: coefficients, intercept: fit.intercept, objective: fit.objective,
      dualityGap: fit.dualityGap, iterations: fit.iterations, converged: fit.converged,
      isSeparated: fit.isSeparated)
  }
}
