import CNumerics

/// Where the entries of sparse rows lie: those of row *r* are `offsets[r]..<offsets[r + 1]` of
/// `columns`, ascending.
///
/// Products with a matrix go tile by tile of columns, so that what is gathered of the matrix lies in
/// the cache of one core. A row's sum is taken in the order of its entries, whatever the number of
/// threads.
public struct RowEntries: Sendable {
  /// Where each row's entries begin, and after the last row where they end.
  public let offsets: [Int]

  /// The column of each entry.
  public let columns: [Int32]

  /// How many columns there are.
  public let columnCount: Int

  /// How many columns make a tile: 64 floats of each are 128 KB.
  private static let tileColumns = 512

  /// How many rows share a tile.
  private static let blockRows = 1024

  /// Names where entries lie; columns beyond `columnCount` trap.
  public init(offsets: [Int], columns: [Int32], columnCount: Int) {
    self.offsets = offsets
    self.columns = columns
    self.columnCount = columnCount
    var (least, largest): (Int32, Int32) = (0, -1)
    for column in columns {
      least = min(least, column)
      largest = max(largest, column)
    }
    precondition(
      least >= 0 && largest < columnCount && offsets.first == 0 && offsets.last == columns.count,
      "RowEntries: columns \(least) to \(largest) of \(columnCount)")
  }

  /// How many rows.
  public var count: Int { offsets.count - 1 }

  /// Whether rows have so many entries that tiles pay; of few the rows are as fast gathered whole.
  public var fillsTiles: Bool {
    columns.count > 3 * count * ((columnCount + Self.tileColumns - 1) / Self.tileColumns)
  }

  /// The rows in blocks, each worth a thread's while.
  public var blocks: [Range<Int>] {
    let size = max(64, min(Self.blockRows, (count + 3) / 4))
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// Adds the product of some rows and a matrix.
  ///
  ///     sum[r, d] += Σ_e values[e] · matrix[columns[e], d]
  ///
  /// - Parameters:
  ///   - rows: Which rows.
  ///   - values: A value for each entry, those of other rows among them.
  ///   - matrix: Shape `[column, d]`.
  ///   - sum: What it is added to, a row for each of `rows`.
  public func addProduct(
    of rows: Range<Int>, values: Span<Float>, by matrix: Matrix, to sum: inout Matrix
  ) {
    precondition(
      values.count == columns.count && sum.columns == matrix.columns,
      "RowEntries: \(values.count) values of \(columns.count) entries")
    check(rows, sum, matrix)
    let target = sum.mutableBase
    let targetStride = sum.rowStride
    values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      forEachTile(of: rows) { starts, ends in
        thresher_add_tile(
          matrix.base, matrix.rowStride, columns, values, starts, ends, rows.count, target,
          targetStride, matrix.columns)
      }
    }
  }

  /// Adds the scalar products of a matrix's rows and those of another where rows have entries.
  ///
  ///     products[e] += Σ_d x[r, d] · matrix[columns[e], d]
  ///
  /// - Parameters:
  ///   - x: A row for each of `rows`.
  ///   - matrix: Shape `[column, d]`.
  ///   - rows: Which rows.
  ///   - products: One for each entry of these rows.
  public func addScalarProducts(
    of x: Matrix, with matrix: Matrix, rows: Range<Int>, to products: inout MutableSpan<Float>
  ) {
    check(rows, x, matrix)
    let first = offsets[rows.lowerBound]
    precondition(
      products.count == offsets[rows.upperBound] - first,
      "RowEntries: \(products.count) products of rows \(rows)")
    products.withUnsafeMutableBufferPointer { products in
      columns.withUnsafeBufferPointer { columns in
        guard let target = products.baseAddress, let columns = columns.baseAddress else { return }
        forEachTile(of: rows, from: first) { starts, ends in
          thresher_multiply_tile(
            matrix.base, matrix.rowStride, columns + first, starts, ends, rows.count, x.base,
            x.rowStride, matrix.columns, target)
        }
      }
    }
  }

  private func check(_ rows: Range<Int>, _ dense: Matrix, _ matrix: Matrix) {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= count && dense.rows == rows.count
        && matrix.rows == columnCount && dense.columns == matrix.columns,
      """
      RowEntries: rows \(rows) of [\(count), \(columnCount)] with \
      [\(matrix.rows), \(matrix.columns)] and [\(dense.rows), \(dense.columns)]
      """)
  }

  /// Visits the entries of some rows tile by tile: where those of each row begin and end, counted
  /// from `first`.
  private func forEachTile(
    of rows: Range<Int>, from first: Int = 0, _ body: (_ starts: [Int], _ ends: [Int]) -> Void
  ) {
    var ends = rows.map { offsets[$0] - first }
    var starts = ends
    for tile in stride(from: 0, to: columnCount, by: Self.tileColumns) {
      let bound = tile + Self.tileColumns
      starts = ends
      for (index, row) in rows.enumerated() {
        let limit = offsets[row + 1]
        var place = ends[index] + first
        while place < limit && Int(columns[place]) < bound { place += 1 }
        ends[index] = place - first
      }
      body(starts, ends)
    }
  }
}
