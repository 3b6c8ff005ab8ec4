import Tensors

/// How some columns go together with all columns of the same rows, taken in batch by batch.
///
/// Sums are of differences from the first batch's means, so that a mean far from zero costs few
/// digits; they are kept in double precision.
struct ColumnCorrelations: Sendable {
  private let columns: [Int]
  private var shift = Matrix(rows: 0, columns: 0)
  private var count = 0
  private var sums: [Double]
  private var squares: [Double]
  private var products: [[Double]]

  init(of columns: [Int], width: Int) {
    self.columns = columns
    sums = Array(repeating: 0, count: width)
    squares = sums
    products = columns.map { _ in Array(repeating: 0, count: width) }
  }

  /// Takes in rows, shape `[row, column]`.
  mutating func add(_ rows: Matrix) {
    guard rows.rows > 0 else { return }
    if count == 0 {
      shift = rows.meanRow
      shift.scale(by: -1)
    }
    var x = rows
    x.addToRows(shift)
    count += x.rows
    for index in 0..<x.rows {
      let row = x[row: index]
      for i in row.indices {
        sums[i] += Double(row[i])
        squares[i] += Double(row[i]) * Double(row[i])
      }
    }
    let chosen = Matrix.product(x.gatheringColumns(columns), x, transposing: .left)
    for place in columns.indices {
      let row = chosen[row: place]
      for i in row.indices { products[place][i] += Double(row[i]) }
    }
  }

  /// The other columns that go with a chosen one most, whichever the sign.
  ///
  /// - Parameters:
  ///   - place: Which of the chosen columns.
  ///   - limit: How many.
  /// - Returns: Columns with Pearson's r, the largest magnitude first; columns that never vary have
  ///   none.
  func strongest(_ place: Int, limit: Int) -> [(column: Int, correlation: Double)] {
    let own = columns[place]
    let n = Double(count)
    func deviation(_ column: Int) -> Double { squares[column] - sums[column] * sums[column] / n }
    let found = sums.indices.compactMap { column -> (column: Int, correlation: Double)? in
      guard column != own else { return nil }
      let shared = products[place][column] - sums[own] * sums[column] / n
      let r = shared / (deviation(own) * deviation(column)).squareRoot()
      guard r.isFinite else { return nil }
      return (column, min(max(r, -1), 1))
    }
    let order = found.sorted { a, b in
      abs(a.correlation) != abs(b.correlation)
        ? abs(a.correlation) > abs(b.correlation) : a.column < b.column
    }
    return Array(order.prefix(limit))
  }
}
