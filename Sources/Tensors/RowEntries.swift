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

  /// How many columns make a tile.
  private static let tileColumns = Int(THRESHER_TILE_ROWS)

  /// How many rows share a tile.
  private static let blockRows = 1024

  /// Names where entries lie; columns beyond `columnCount`, or not ascending in their row, trap.
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
    precondition(isAscending, "RowEntries: a row's columns do not ascend")
  }

  /// Whether columns descend only from a row to the next: all are compared in one plain loop.
  private var isAscending: Bool {
    var descents = 0
    for entry in columns.indices.dropFirst() where columns[entry] <= columns[entry - 1] {
      descents += 1
    }
    for (start, end) in zip(offsets, offsets.dropFirst()) where 0 < start && start < end {
      if columns[start] <= columns[start - 1] { descents -= 1 }
    }
    return descents == 0
  }

  /// How many rows.
  public var count: Int { offsets.count - 1 }

  /// Whether rows have so many entries that tiles pay; of few the rows are as fast gathered whole.
  public var fillsTiles: Bool {
    2 * columns.count > 3 * count * ((columnCount + Self.tileColumns - 1) / Self.tileColumns)
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
    let (target, targetStride) = (sum.mutableBase, sum.rowStride)
    withTile(of: rows) { tile, offsets in
      values.withUnsafeBufferPointer { values in
        thresher_add_sparse_product(
          matrix.base, matrix.rowStride, matrix.rows, columns, values.baseAddress, offsets,
          rows.count, target, targetStride, matrix.columns, tile)
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
    withTile(of: rows) { tile, offsets in
      products.withUnsafeMutableBufferPointer { products in
        thresher_add_sparse_scalar_products(
          matrix.base, matrix.rowStride, matrix.rows, columns, offsets, rows.count, x.base,
          x.rowStride, matrix.columns, products.baseAddress, tile)
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

  /// Lends memory for the entries of some rows that meet one tile, and says where theirs begin.
  private func withTile(
    of rows: Range<Int>, _ body: (_ tile: thresher_tile, _ offsets: UnsafePointer<Int>) -> Void
  ) {
    let most = rows.count * Self.tileColumns
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * rows.count + 1) { starts in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: most) { places in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: most) { values in
          offsets.withUnsafeBufferPointer { offsets in
            guard let first = starts.baseAddress, let offsets = offsets.baseAddress else { return }
            let tile = thresher_tile(
              cursors: first, starts: first + rows.count, places: places.baseAddress,
              values: values.baseAddress)
            body(tile, offsets + rows.lowerBound)
          }
        }
      }
    }
  }
}
