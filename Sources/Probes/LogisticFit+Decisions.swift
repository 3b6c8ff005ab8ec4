import Tensors

extension LogisticFit {
  /// What the fit says of rows.
  ///
  /// - Parameter rows: The rows.
  /// - Returns: A number for each; above zero means positive.
  /// - Throws: `ProbeError` with code `.wrongShape` for rows of another width, or whatever reading
  ///   them throws.
  public func decisions(_ rows: any DesignMatrix) throws(ProbeError) -> [Float] {
    try margins(rows).map(Float.init)
  }

  /// The same in double precision.
  func margins(_ rows: any DesignMatrix) throws(ProbeError) -> [Double] {
    guard rows.columnCount == coefficients.count else {
      throw ProbeError(
        code: .wrongShape,
        message: "expected rows of \(coefficients.count) numbers, found \(rows.columnCount)")
    }
    let used = coefficients.indices.filter { coefficients[$0] != 0 }
    var margins = [Double](repeating: intercept, count: rows.rowCount)
    guard !used.isEmpty else { return margins }
    let values = try rows.gatheredColumns(used)
    for (place, column) in used.enumerated() {
      add(values[place], scale: coefficients[column], to: &margins)
    }
    return margins
  }
}
