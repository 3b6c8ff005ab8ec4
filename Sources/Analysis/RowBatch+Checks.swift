import Tensors

extension RowBatch {
  /// Makes sure that the batch is what was asked for, and that every number is one.
  func check(_ range: Range<Int>, width: Int, site: String) throws(AnalysisError) {
    guard activations.rows == range.count && activations.columns == width else {
      throw AnalysisError(
        code: .wrongShape,
        message: "rows \(range) of width \(width) were asked for, "
          + "found [\(activations.rows), \(activations.columns)]",
        path: site)
    }
    if !labels.isEmpty { try requireLabels(range, site: site) }
    if !places.isEmpty { try requirePlaces(range, site: site) }
    if let (row, column) = firstNonFinite(in: activations) {
      throw AnalysisError(
        code: .notFinite,
        message: "row \(range.lowerBound + row), column \(column) is \(activations[row, column]); "
          + "an analysis needs finite activations, so harvest these pages again",
        path: site)
    }
  }

  /// Makes sure that every row has a label.
  func requireLabels(_ range: Range<Int>, site: String) throws(AnalysisError) {
    try require(labels.count, "labels", range, site: site)
  }

  /// Makes sure that every row has a place.
  func requirePlaces(_ range: Range<Int>, site: String) throws(AnalysisError) {
    try require(places.count, "places", range, site: site)
  }

  private func require(
    _ count: Int, _ what: String, _ range: Range<Int>, site: String
  ) throws(AnalysisError) {
    guard count != range.count else { return }
    throw AnalysisError(
      code: .wrongShape, message: "rows \(range) have \(count) \(what), expected \(range.count)",
      path: site)
  }
}

/// The place of the first NaN or infinity, row after row.
private func firstNonFinite(in matrix: Matrix) -> (row: Int, column: Int)? {
  for row in 0..<matrix.rows where !isFinite(matrix[row: row]) {
    let span = matrix[row: row]
    for column in span.indices where !span[column].isFinite { return (row, column) }
  }
  return nil
}

/// Whether every exponent is below the one that NaN and infinity have; without a branch in the loop.
private func isFinite(_ row: Span<Float>) -> Bool {
  let exponentMask: UInt32 = 0x7F80_0000
  var spoilt: UInt32 = 0
  for i in row.indices {
    spoilt |= row[i].bitPattern & exponentMask == exponentMask ? 1 : 0
  }
  return spoilt == 0
}
