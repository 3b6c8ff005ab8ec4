extension Matrix {
  /// One row, to be read.
  public subscript(row index: Int) -> Span<Float> {
    @_lifetime(borrow self)
    get {
      precondition(index >= 0 && index < rows, "Matrix: row \(index) of \(rows)")
      let span = unsafe Span(
        _unsafeStart: UnsafePointer(base + index * rowStride), count: columns)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// One row, to be written; the first write to shared memory copies it.
  public subscript(mutableRow index: Int) -> MutableSpan<Float> {
    @_lifetime(&self)
    mutating get {
      precondition(index >= 0 && index < rows, "Matrix: row \(index) of \(rows)")
      let start = mutableBase
      let span = unsafe MutableSpan(_unsafeStart: start + index * rowStride, count: columns)
      return unsafe _overrideLifetime(span, mutating: &self)
    }
  }

  /// Every element of a contiguous matrix, row after row, to be read.
  public var span: Span<Float> {
    @_lifetime(borrow self)
    get {
      precondition(isContiguous, "Matrix: a view of columns has no single span")
      let span = unsafe Span(_unsafeStart: UnsafePointer(base), count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Every element of a contiguous matrix, row after row, to be written.
  public var mutableSpan: MutableSpan<Float> {
    @_lifetime(&self)
    mutating get {
      let start = mutableBase
      precondition(isContiguous, "Matrix: a view of columns has no single span")
      let span = unsafe MutableSpan(_unsafeStart: start, count: count)
      return unsafe _overrideLifetime(span, mutating: &self)
    }
  }
}
