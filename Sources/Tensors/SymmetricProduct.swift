extension Matrix {
  /// Adds the product of a matrix with its own transpose to this one, from the diagonal on.
  ///
  ///     self[i, j] += Σ_k a[i, k] · a[j, k]        for j ≥ i
  ///
  /// What lies below the diagonal is undefined until `mirrorUpperHalf` is called, once all that is to
  /// be added has been.
  ///
  /// - Parameter a: The factor, with as many rows as this matrix has rows and columns.
  public mutating func addSymmetricProduct(_ a: Matrix) {
    precondition(
      rows == columns && a.rows == rows,
      "addSymmetricProduct: [\(a.rows), \(a.columns)] into [\(rows), \(columns)]")
    let sides = stride(from: 0, to: rows, by: blockSide).map { $0..<min($0 + blockSide, rows) }
    let blocks = sides.enumerated().flatMap { index, rows in
      sides[index...].map { MatrixBlock(rows: rows, columns: $0) }
    }
    forEachBlock(blocks) { index, block in
      block.addProduct(
        a.rows(blocks[index].rows), a.rows(blocks[index].columns), transposing: .right)
    }
  }

  /// Copies what lies above the diagonal to below it.
  public mutating func mirrorUpperHalf() {
    precondition(rows == columns, "mirrorUpperHalf: [\(rows), \(columns)]")
    // Tile by tile, so that both sides of the diagonal stay in the nearest cache.
    let side = 32
    for top in stride(from: 0, to: rows, by: side) {
      for left in stride(from: 0, through: top, by: side) {
        for row in top..<min(top + side, rows) {
          for column in left..<min(left + side, row) { self[row, column] = self[column, row] }
        }
      }
    }
  }
}

/// Wide enough that what a product lays out anew for each block costs little beside it.
private let blockSide = 384
