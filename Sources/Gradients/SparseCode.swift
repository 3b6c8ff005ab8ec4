public import Tensors

/// A matrix of features most of which are zero: for every row the features that are on, and by how
/// much.
///
/// Row *b* has the entries `offsets[b]..<offsets[b + 1]` of `indices` and `values`, in the order of
/// their features.
public struct SparseCode: Sendable {
  /// How many features there are.
  public let featureCount: Int

  /// Where each row's entries begin, and after the last row where they end.
  public private(set) var offsets: [Int] = [0]

  /// The feature of each entry.
  public private(set) var indices: [Int32] = []

  /// The value of each entry.
  public private(set) var values: [Float] = []

  /// The order of the entries by feature, where it is known.
  var order = EntryOrder()

  /// Makes a code of no rows.
  public init(featureCount: Int) {
    self.featureCount = featureCount
  }

  /// How many rows.
  public var rows: Int { offsets.count - 1 }

  /// Adds an entry to the row that `endRow` will close; features come in ascending order.
  public mutating func append(feature: Int32, value: Float) {
    indices.append(feature)
    values.append(value)
  }

  /// Closes a row.
  public mutating func endRow() {
    offsets.append(indices.count)
    order = EntryOrder()
  }

  /// Makes room for so many more entries.
  mutating func reserve(_ count: Int) {
    indices.reserveCapacity(indices.count + count)
    values.reserveCapacity(values.count + count)
  }

  /// Adds a row of the given entries.
  mutating func appendRow(features: [Int32], values: [Float]) {
    indices.append(contentsOf: features)
    self.values.append(contentsOf: values)
    endRow()
  }

  /// Adds the rows of another code.
  public mutating func append(contentsOf other: SparseCode) {
    precondition(
      other.featureCount == featureCount,
      "SparseCode: \(other.featureCount) features after \(featureCount)")
    let start = indices.count
    offsets.append(contentsOf: other.offsets.dropFirst().lazy.map { $0 + start })
    indices.append(contentsOf: other.indices)
    values.append(contentsOf: other.values)
    order = EntryOrder()
  }

  /// Where the entries lie.
  package var entryRows: RowEntries {
    RowEntries(offsets: offsets, columns: indices, columnCount: featureCount)
  }

  /// A code with the same entries and other values.
  public func replacingValues(_ values: [Float]) -> SparseCode {
    precondition(
      values.count == indices.count, "SparseCode: \(values.count) values of \(indices.count)")
    var code = self
    code.values = values
    return code
  }

  /// The code as a matrix that spells out the zeros, shape `[row, feature]`.
  public var dense: Matrix {
    var matrix = Matrix(rows: rows, columns: featureCount)
    for row in 0..<rows {
      for entry in offsets[row]..<offsets[row + 1] {
        matrix[row, Int(indices[entry])] = values[entry]
      }
    }
    return matrix
  }

  /// The mean number of features of a row that are not zero; NaN of no rows.
  public var meanActiveCount: Double {
    Double(values.count { $0 != 0 }) / Double(rows)
  }
}

extension SparseCode: Equatable {
  /// Whether two codes have the same entries in the same places.
  public static func == (a: SparseCode, b: SparseCode) -> Bool {
    a.featureCount == b.featureCount && a.offsets == b.offsets && a.indices == b.indices
      && a.values == b.values
  }
}
