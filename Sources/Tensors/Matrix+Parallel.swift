extension Matrix {
  /// Writes every row, several at once.
  ///
  /// - Parameters:
  ///   - grain: How many rows make one piece of work.
  ///   - body: Fills the row of the given index, and touches no other.
  public mutating func forEachRow(
    grain: Int = 16, _ body: @Sendable (_ index: Int, _ row: inout MutableSpan<Float>) -> Void
  ) {
    let target = RowTarget(base: mutableBase, rowStride: rowStride, columns: columns)
    parallelFor(rows, grain: grain) { range in
      for index in range {
        var row = unsafe MutableSpan(
          _unsafeStart: target.base + index * target.rowStride, count: target.columns)
        body(index, &row)
      }
    }
  }
}

/// Where the rows of a matrix lie, for threads that write different ones.
private struct RowTarget: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let rowStride: Int
  let columns: Int
}
