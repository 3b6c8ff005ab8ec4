/// Sums of the columns of a tile, in double precision, that rows are added to.
///
/// Each loop writes one thing, so that it vectorizes.
struct ColumnSums {
  private(set) var values: [Double]

  init(count: Int) { values = [Double](repeating: 0, count: count) }

  /// Adds a row.
  mutating func add(_ row: Span<Float>) {
    precondition(row.count == values.count, "ColumnSums: \(row.count) of \(values.count)")
    var sums = values.mutableSpan
    for i in row.indices { sums[i] += Double(row[i]) }
  }

  /// Adds what is positive of a row; NaN counts.
  mutating func addPositive(_ row: Span<Float>) {
    precondition(row.count == values.count, "ColumnSums: \(row.count) of \(values.count)")
    var sums = values.mutableSpan
    for i in row.indices {
      let value = row[i]
      sums[i] += Double(value <= 0 ? 0 : value)
    }
  }
}
