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
    cblas_sgemm(
      CblasRowMajor,
      transposed == .left ? CblasTrans : CblasNoTrans,
      transposed == .right ? CblasTrans : CblasNoTrans,
      blasint(aRows), blasint(bColumns), blasint(inner),
      scale, a.base, blasint(max(a.rowStride, 1)), b.base, blasint(max(b.rowStride, 1)),
      kept, target, blasint(max(rowStride, 1)))
    withExtendedLifetime((a, b)) {}
  }
}
