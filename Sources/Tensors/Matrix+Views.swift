extension Matrix {
  /// Some of the rows, sharing this matrix's memory.
  public func rows(_ range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= rows, "Matrix: rows \(range) of \(rows)")
    return Matrix(
      storage: storage, offset: offset + range.lowerBound * rowStride,
      rows: range.count, columns: columns, rowStride: rowStride)
  }

  /// Some of the columns, sharing this matrix's memory.
  public func columns(_ range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columns,
      "Matrix: columns \(range) of \(columns)")
    return Matrix(
      storage: storage, offset: offset + range.lowerBound,
      rows: rows, columns: range.count, rowStride: rowStride)
  }

  /// The matrix whose columns several views show side by side, sharing its memory; nil where they
  /// show anything else.
  public static func joining(columnsOf views: [Matrix]) -> Matrix? {
    guard let first = views.first else { return nil }
    var width = 0
    for view in views {
      guard
        view.storage === first.storage && view.offset == first.offset + width
          && view.rows == first.rows && view.rowStride == first.rowStride
      else { return nil }
      width += view.columns
    }
    return Matrix(
      storage: first.storage, offset: first.offset, rows: first.rows, columns: width,
      rowStride: first.rowStride)
  }

  /// The same elements in another shape, sharing memory where they are contiguous.
  public func reshaped(rows: Int, columns: Int) -> Matrix {
    precondition(
      rows * columns == count, "Matrix: [\(self.rows), \(self.columns)] as [\(rows), \(columns)]")
    let source = contiguous
    return Matrix(
      storage: source.storage, offset: source.offset, rows: rows, columns: columns,
      rowStride: columns)
  }

  /// This matrix where its rows lie without gaps, else a copy whose rows do.
  public var contiguous: Matrix {
    guard !isContiguous else { return self }
    let copy = Storage(uninitialized: count)
    copyElements(to: copy.base)
    return Matrix(storage: copy, offset: 0, rows: rows, columns: columns, rowStride: columns)
  }

  /// The rows at the given indices, in their order, as a matrix of their own.
  public func gatheringRows(_ indices: [Int]) -> Matrix {
    let result = Matrix(uninitializedRows: indices.count, columns: columns)
    for (place, index) in indices.enumerated() {
      precondition(index >= 0 && index < rows, "Matrix: row \(index) of \(rows)")
      (result.base + place * columns).update(from: base + index * rowStride, count: columns)
    }
    return result
  }

  /// The columns at the given indices, in their order, as a matrix of their own.
  public func gatheringColumns(_ indices: [Int]) -> Matrix {
    var result = Matrix(uninitializedRows: rows, columns: indices.count)
    for row in 0..<rows {
      let source = self[row: row]
      var target = result[mutableRow: row]
      for (place, index) in indices.enumerated() { target[place] = source[index] }
    }
    return result
  }

  /// The transpose, as a matrix of its own.
  public var transposed: Matrix {
    let result = Matrix(uninitializedRows: columns, columns: rows)
    let block = 32
    for rowStart in stride(from: 0, to: rows, by: block) {
      for columnStart in stride(from: 0, to: columns, by: block) {
        for row in rowStart..<min(rowStart + block, rows) {
          for column in columnStart..<min(columnStart + block, columns) {
            result.base[column * rows + row] = base[row * rowStride + column]
          }
        }
      }
    }
    return result
  }
}
