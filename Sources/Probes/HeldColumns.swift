import Tensors

/// Columns that were gathered before, so that only new ones are looked up among the rows.
struct HeldColumns {
  private var columns: [Int] = []
  private var values = Matrix(rows: 0, columns: 0)

  /// The values of some columns; those of others are let go.
  ///
  /// - Parameters:
  ///   - wanted: The columns, ascending.
  ///   - design: The rows that they are of.
  /// - Returns: A row for each, shape `[column, row]`.
  /// - Throws: What reading the rows throws.
  mutating func gather(
    _ wanted: [Int], of design: any DesignMatrix
  ) throws(ProbeError) -> Matrix {
    guard wanted != columns else { return values }
    var places: [Int: Int] = [:]
    for (place, column) in columns.enumerated() { places[column] = place }
    let missing = wanted.filter { places[$0] == nil }
    let fresh = try design.gatheredColumns(missing)
    if missing.count == wanted.count {
      values = fresh
    } else {
      for (place, column) in missing.enumerated() { places[column] = columns.count + place }
      values = merged(values, fresh, at: wanted.compactMap { places[$0] })
    }
    columns = wanted
    return values
  }
}

/// Rows of two matrices, of which those of the second are counted on.
private func merged(_ first: Matrix, _ second: Matrix, at places: [Int]) -> Matrix {
  var result = Matrix(rows: places.count, columns: first.columns)
  result.forEachRow(grain: 16) { index, row in
    let place = places[index]
    let source = place < first.rows ? first[row: place] : second[row: place - first.rows]
    for i in row.indices { row[i] = source[i] }
  }
  return result
}
