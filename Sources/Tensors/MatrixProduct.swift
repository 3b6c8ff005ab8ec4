import COpenBLAS

/// Which factor of a matrix product is transposed first.
public enum TransposedFactor: Sendable {
  case none, left, right
}

extension Matrix {
  /// The product of two matrices, one of them transposed if so asked.
  ///
  ///     c[i, j] = Σ_k a[i, k] · b[k, j]
  ///
  /// - Parameters:
  ///   - a: The left factor, or its transpose.
  ///   - b: The right factor, or its transpose.
  ///   - transposed: Which of them is given as its transpose.
  /// - Returns: The product, as a matrix of its own.
  public static func product(
    _ a: Matrix, _ b: Matrix, transposing transposed: TransposedFactor = .none
  ) -> Matrix {
    var result = Matrix(
      uninitializedRows: transposed == .left ? a.columns : a.rows,
      columns: transposed == .right ? b.rows : b.columns)
    result.addProduct(a, b, transposing: transposed, keeping: 0)
    return result
  }

  /// Adds the product of two matrices to this one.
  ///
  ///     self[i, j] = kept · self[i, j] + scale · Σ_k a[i, k] · b[k, j]
  ///
  /// - Parameters:
  ///   - a: The left factor, or its transpose.
  ///   - b: The right factor, or its transpose.
  ///   - transposed: Which of them is given as its transpose.
  ///   - scale: What the product is multiplied by.
  ///   - kept: What this matrix is multiplied by first; 0 replaces it, whatever it held.
  public mutating func addProduct(
    _ a: Matrix, _ b: Matrix, transposing transposed: TransposedFactor = .none,
    scale: Float = 1, keeping kept: Float = 1
  ) {
    addProduct(
      a, b, transposing: transposed, toRows: 0..<rows, columns: 0..<columns,
      scale: scale, keeping: kept)
  }

  /// Adds the product of two matrices to a block of this one, in place.
  ///
  /// - Parameters:
  ///   - a: The left factor, or its transpose.
  ///   - b: The right factor, or its transpose.
  ///   - transposed: Which of them is given as its transpose.
  ///   - rowRange: The block's rows.
  ///   - columnRange: The block's columns.
  ///   - scale: What the product is multiplied by.
  ///   - kept: What the block is multiplied by first; 0 replaces it, whatever it held.
  public mutating func addProduct(
    _ a: Matrix, _ b: Matrix, transposing transposed: TransposedFactor = .none,
    toRows rowRange: Range<Int>, columns columnRange: Range<Int>,
    scale: Float = 1, keeping kept: Float = 1
  ) {
    precondition(
      rowRange.lowerBound >= 0 && rowRange.upperBound <= rows && columnRange.lowerBound >= 0
        && columnRange.upperBound <= columns,
      "addProduct: block [\(rowRange), \(columnRange)] of [\(rows), \(columns)]")
    let (aRows, inner) = transposed == .left ? (a.columns, a.rows) : (a.rows, a.columns)
    let (bInner, bColumns) = transposed == .right ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(
      inner == bInner && aRows == rowRange.count && bColumns == columnRange.count,
      """
      matrix product: [\(aRows), \(inner)] by [\(bInner), \(bColumns)] \
      into [\(rowRange.count), \(columnRange.count)]
      """)
    guard !rowRange.isEmpty && !columnRange.isEmpty else { return }
    let target = mutableBase + rowRange.lowerBound * rowStride + columnRange.lowerBound
    let product = ProductInMemory(
      transposed: transposed, rows: aRows, inner: inner, columns: bColumns,
      a: a.base, aStride: a.rowStride, b: b.base, bStride: b.rowStride,
      target: target, targetStride: rowStride, scale: scale, kept: kept)
    product.compute()
    withExtendedLifetime((a, b)) {}
  }
}

/// Where the factors of a product lie, and where it goes.
private struct ProductInMemory: @unchecked Sendable {
  let transposed: TransposedFactor
  let rows: Int
  let inner: Int
  let columns: Int
  let a: UnsafePointer<Float>
  let aStride: Int
  let b: UnsafePointer<Float>
  let bStride: Int
  let target: UnsafeMutablePointer<Float>
  let targetStride: Int
  let scale: Float
  let kept: Float

  /// The fewest rows or columns that are worth a call of their own.
  private static let smallestPiece = 128

  /// The fewest multiplications that another thread is worth waking for.
  private static let smallestWork = 1 << 24

  /// What reading an element of a factor takes, in multiplications.
  private static let readingWork = 16

  /// OpenBLAS's kernels take so many rows or columns at once, and what is left in another way.
  private static let tile = 16

  /// Computes the product, where it is large in pieces, one for each thread.
  ///
  /// The longer side is the one that is cut, since each thread lays out anew the factor that all
  /// read: a twentieth of the work on 2048 rows of a GPT-2 small's layer. Pieces are whole tiles, so
  /// that an element is computed in the same way however many threads there are.
  func compute() {
    let longer = max(rows, columns)
    let threads = Threads.count
    let pieceCount = min(longer / Self.smallestPiece, threads)
    let work = rows * columns * inner + Self.readingWork * inner * (rows + columns)
    guard pieceCount > 1 && work >= Self.smallestWork && !Threads.areLooping else {
      return compute(rows: 0..<rows, columns: 0..<columns)
    }
    let cutsRows = rows >= columns
    let tiles = (longer + Self.tile - 1) / Self.tile
    let grain = (tiles + pieceCount - 1) / pieceCount * Self.tile
    parallelFor(longer, grain: grain) { piece in
      compute(rows: cutsRows ? piece : 0..<rows, columns: cutsRows ? 0..<columns : piece)
    }
  }

  private func compute(rows: Range<Int>, columns: Range<Int>) {
    let (row, column) = (rows.lowerBound, columns.lowerBound)
    cblas_sgemm(
      CblasRowMajor,
      transposed == .left ? CblasTrans : CblasNoTrans,
      transposed == .right ? CblasTrans : CblasNoTrans,
      blasint(rows.count), blasint(columns.count), blasint(inner), scale,
      a + (transposed == .left ? row : row * aStride), blasint(max(aStride, 1)),
      b + (transposed == .right ? column * bStride : column), blasint(max(bStride, 1)),
      kept, target + row * targetStride + column, blasint(max(targetStride, 1)))
  }
}
