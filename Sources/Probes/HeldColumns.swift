import Tensors

/// Columns that were gathered before, so that only new ones are looked up among the rows.
struct HeldColumns {
  private var columns: [Int] = []
  private var values: ColumnList?

  /// The values of some columns; those of others are let go.
  ///
  /// - Parameters:
  ///   - wanted: The columns.
  ///   - design: The rows that they are of.
  /// - Returns: Their values, in that order.
  /// - Throws: What reading the rows throws.
  mutating func gather(
    _ wanted: [Int], of design: any DesignMatrix
  ) throws(ProbeError) -> ColumnList {
    if let values, wanted == columns { return values }
    let held = Set(columns)
    let missing = wanted.filter { !held.contains($0) }
    let fresh = try design.gatheredColumns(missing)
    var places: [Int: Int] = [:]
    for (place, column) in (columns + missing).enumerated() { places[column] = place }
    let gathered = (values?.appending(fresh) ?? fresh).selecting(wanted.compactMap { places[$0] })
    (columns, values) = (wanted, gathered)
    return gathered
  }
}
