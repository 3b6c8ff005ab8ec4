/// Writes every row of two matrices, several at once.
///
/// - Parameters:
///   - a: The first matrix.
///   - b: The second, with as many rows.
///   - grain: How many rows make one piece of work.
///   - body: Fills the rows of the given index, and touches no others.
public func forEachRow(
  _ a: inout Matrix, _ b: inout Matrix, grain: Int = 16,
  _ body:
    @Sendable (_ index: Int, _ a: inout MutableSpan<Float>, _ b: inout MutableSpan<Float>) -> Void
) {
  precondition(a.rows == b.rows, "forEachRow: \(a.rows) and \(b.rows) rows")
  let (first, second) = (RowsInMemory(&a), RowsInMemory(&b))
  parallelFor(a.rows, grain: grain) { range in
    for index in range {
      var firstRow = first[index]
      var secondRow = second[index]
      body(index, &firstRow, &secondRow)
    }
  }
}

/// Writes every row of three matrices, several at once.
///
/// - Parameters:
///   - a: The first matrix.
///   - b: The second, with as many rows.
///   - c: The third, likewise.
///   - grain: How many rows make one piece of work.
///   - body: Fills the rows of the given index, and touches no others.
public func forEachRow(
  _ a: inout Matrix, _ b: inout Matrix, _ c: inout Matrix, grain: Int = 16,
  _ body:
    @Sendable (
      _ index: Int, _ a: inout MutableSpan<Float>, _ b: inout MutableSpan<Float>,
      _ c: inout MutableSpan<Float>
    ) -> Void
) {
  precondition(
    a.rows == b.rows && b.rows == c.rows, "forEachRow: \(a.rows), \(b.rows) and \(c.rows) rows")
  let (first, second, third) = (RowsInMemory(&a), RowsInMemory(&b), RowsInMemory(&c))
  parallelFor(a.rows, grain: grain) { range in
    for index in range {
      var firstRow = first[index]
      var secondRow = second[index]
      var thirdRow = third[index]
      body(index, &firstRow, &secondRow, &thirdRow)
    }
  }
}

/// Where the rows of a matrix lie, for threads that write different ones.
private struct RowsInMemory: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let rowStride: Int
  let columns: Int

  init(_ matrix: inout Matrix) {
    base = matrix.mutableBase
    rowStride = matrix.rowStride
    columns = matrix.columns
  }

  subscript(index: Int) -> MutableSpan<Float> {
    @_lifetime(borrow self)
    get {
      let span = unsafe MutableSpan(_unsafeStart: base + index * rowStride, count: columns)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }
}
