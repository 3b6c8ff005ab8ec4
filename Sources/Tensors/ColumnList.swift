import CNumerics

/// Columns of one length, each in memory of its own.
///
/// A list grows, shrinks and changes its order without copying a number; memory that no list refers to
/// any more is freed column by column.
public struct ColumnList: Sendable {
  private var columns: [Storage]

  /// How many numbers each column has.
  public let length: Int

  private init(columns: [Storage], length: Int) {
    self.columns = columns
    self.length = length
  }

  /// Makes columns of zeros.
  public init(count: Int, length: Int) {
    self.init(columns: (0..<count).map { _ in Storage(count: length) }, length: length)
  }

  /// Makes a list of some columns of a matrix, in the order given.
  public init(_ indices: [Int], of matrix: Matrix) {
    self.init(
      columns: indices.map { _ in Storage(uninitialized: matrix.rows) }, length: matrix.rows)
    gather(indices, of: matrix, at: 0)
  }

  /// How many columns.
  public var count: Int { columns.count }

  /// A column, to be read.
  public subscript(index: Int) -> Span<Float> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: UnsafePointer(columns[index].base), count: length)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Changes a number.
  public mutating func set(_ value: Float, row: Int, column: Int) {
    precondition(row >= 0 && row < length, "ColumnList: row \(row) of \(length)")
    mutableBase(of: column)[row] = value
  }

  /// Fills some rows from the columns of a matrix.
  ///
  /// - Parameters:
  ///   - indices: Which column of the matrix each of these is.
  ///   - matrix: The rows, shape `[row, column]`.
  ///   - start: The first of the rows that are filled.
  public mutating func gather(_ indices: [Int], of matrix: Matrix, at start: Int) {
    precondition(
      indices.count == count && start >= 0 && start + matrix.rows <= length
        && indices.allSatisfy { $0 >= 0 && $0 < matrix.columns },
      "ColumnList: \(indices.count) columns of \(matrix.columns), \(matrix.rows) rows at \(start)")
    let targets = Targets(bases: columns.indices.map { mutableBase(of: $0) + start })
    parallelFor(matrix.rows, grain: 512) { range in
      thresher_gather_columns(
        targets.bases, range.lowerBound, matrix.base + range.lowerBound * matrix.rowStride,
        matrix.rowStride, indices, indices.count, range.count)
    }
  }

  /// Some of the columns, in the order given.
  public func selecting(_ indices: [Int]) -> ColumnList {
    ColumnList(columns: indices.map { columns[$0] }, length: length)
  }

  /// These columns, and others of the same length after them.
  public func appending(_ others: ColumnList) -> ColumnList {
    precondition(others.length == length, "ColumnList: columns of \(length) and \(others.length)")
    return ColumnList(columns: columns + others.columns, length: length)
  }

  /// The same numbers as a matrix, shape `[row, column]`.
  public var matrix: Matrix {
    let result = Matrix(uninitializedRows: length, columns: count)
    for (index, column) in columns.enumerated() {
      for row in 0..<length { result.base[row * count + index] = column.base[row] }
    }
    return result
  }

  private mutating func mutableBase(of index: Int) -> UnsafeMutablePointer<Float> {
    if !isKnownUniquelyReferenced(&columns[index]) {
      let copy = Storage(uninitialized: length)
      copy.base.update(from: columns[index].base, count: length)
      columns[index] = copy
    }
    return columns[index].base
  }
}

/// Where each column's numbers go, for threads that fill different rows.
private struct Targets: @unchecked Sendable {
  let bases: [UnsafeMutablePointer<Float>?]
}

extension ColumnList: Equatable {
  public static func == (a: ColumnList, b: ColumnList) -> Bool {
    guard a.count == b.count && a.length == b.length else { return false }
    return zip(a.columns, b.columns).allSatisfy { a, b in
      (0..<a.count).allSatisfy { a.base[$0] == b.base[$0] }
    }
  }
}
