/// A matrix of floats, its rows contiguous, with the semantics of a value.
///
/// Copies, `rows(_:)` and `columns(_:)` share memory until one of them is written. The rows of a
/// view of columns lie `rowStride` floats apart.
public struct Matrix: Sendable {
  private(set) var storage: Storage
  private(set) var offset: Int

  /// How many rows.
  public let rows: Int

  /// How many columns.
  public let columns: Int

  /// The distance from a row to the next, in floats.
  public private(set) var rowStride: Int

  init(storage: Storage, offset: Int, rows: Int, columns: Int, rowStride: Int) {
    self.storage = storage
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
  }

  /// Makes a matrix of zeros.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "Matrix: [\(rows), \(columns)]")
    self.init(
      storage: Storage(count: rows * columns), offset: 0,
      rows: rows, columns: columns, rowStride: columns)
  }

  /// Makes a matrix whose elements hold anything until they are written: for results that are
  /// filled at once.
  package init(uninitializedRows rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "Matrix: [\(rows), \(columns)]")
    self.init(
      storage: Storage(uninitialized: rows * columns), offset: 0,
      rows: rows, columns: columns, rowStride: columns)
  }

  /// Makes a matrix of the given elements, row after row.
  public init(rows: Int, columns: Int, elements: [Float]) {
    precondition(
      elements.count == rows * columns,
      "Matrix: [\(rows), \(columns)] from \(elements.count) elements")
    self.init(uninitializedRows: rows, columns: columns)
    storage.base.update(from: elements, count: elements.count)
  }

  /// Makes a matrix of one row.
  public init(row elements: [Float]) {
    self.init(rows: 1, columns: elements.count, elements: elements)
  }

  /// Makes a matrix of float32 values that lie in a mapped file, without copying them.
  ///
  /// - Parameters:
  ///   - mapping: The file, which stays mapped while this matrix or a view of it lives.
  ///   - byteOffset: Where the first value lies; a multiple of 4.
  ///   - rows: How many rows.
  ///   - columns: How many columns.
  public init(mapping: MappedFile, byteOffset: Int, rows: Int, columns: Int) {
    self.init(
      storage: Storage(mapping: mapping, byteOffset: byteOffset, count: rows * columns),
      offset: 0, rows: rows, columns: columns, rowStride: columns)
  }

  /// Whether each row follows the one before without a gap.
  public var isContiguous: Bool { rowStride == columns || rows <= 1 }

  /// How many elements.
  public var count: Int { rows * columns }

  /// The elements, row after row, as an array of their own.
  public var elements: [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      if let start = buffer.baseAddress { copyElements(to: start) }
      initializedCount = count
    }
  }

  func copyElements(to destination: UnsafeMutablePointer<Float>) {
    if isContiguous {
      destination.update(from: base, count: count)
    } else {
      for row in 0..<rows {
        (destination + row * columns).update(from: base + row * rowStride, count: columns)
      }
    }
  }

  /// The first element; valid while this matrix lives.
  var base: UnsafeMutablePointer<Float> { storage.base + offset }

  /// The first element, to be written: makes this value the sole owner of contiguous memory first.
  var mutableBase: UnsafeMutablePointer<Float> {
    mutating get {
      if !isKnownUniquelyReferenced(&storage) || !storage.isWritable {
        let copy = Storage(uninitialized: count)
        copyElements(to: copy.base)
        storage = copy
        offset = 0
        rowStride = columns
      }
      return base
    }
  }

  /// The element at a row and column.
  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(
        row >= 0 && row < rows && column >= 0 && column < columns,
        "Matrix: [\(row), \(column)] of [\(rows), \(columns)]")
      return base[row * rowStride + column]
    }
    set {
      precondition(
        row >= 0 && row < rows && column >= 0 && column < columns,
        "Matrix: [\(row), \(column)] of [\(rows), \(columns)]")
      mutableBase[row * rowStride + column] = newValue
    }
  }
}

extension Matrix: Equatable {
  /// Whether two matrices have the same shape and equal elements.
  public static func == (a: Matrix, b: Matrix) -> Bool {
    a.rows == b.rows && a.columns == b.columns && a.elements == b.elements
  }
}
