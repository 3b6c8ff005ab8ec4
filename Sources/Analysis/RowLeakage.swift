import Tensors

/// Whether what is scored was seen while fitting.
public struct RowLeakage: Codable, Hashable, Sendable {
  /// How many held-out rows equal a row that was fitted to, number for number.
  public var equalRows: Int

  /// How many held-out rows there are.
  public var rows: Int

  /// How many documents have rows in both parts.
  public var sharedDocuments: Int

  /// How many documents have held-out rows; 0 where the harvest doesn't say.
  public var documents: Int

  /// Compares the parts of a split.
  ///
  /// - Parameters:
  ///   - split: The split.
  ///   - train: The rows that were fitted to, of any one site.
  ///   - test: The rows that are scored, of the same site.
  init(of split: LabelledSplit, train: [UInt64], test: [UInt64]) {
    let seen = Set(train)
    equalRows = test.count { seen.contains($0) }
    rows = test.count
    let trainDocuments = Set(split.train.documents ?? [])
    let testDocuments = Set(split.test.documents ?? [])
    sharedDocuments = trainDocuments.intersection(testDocuments).count
    documents = testDocuments.count
  }

  /// What a reader should know; nil where nothing leaks.
  public var warning: String? {
    var parts: [String] = []
    if sharedDocuments > 0 {
      parts.append("\(sharedDocuments) of \(documents) held-out documents were also fitted to")
    }
    if equalRows > 0 {
      parts.append("\(equalRows) of \(rows) held-out rows equal a row that was fitted to")
    }
    return parts.isEmpty ? nil : "leakage: " + parts.joined(separator: "; ")
  }
}

/// A number that hangs on every bit of a row, for each row; rows that differ differ in it, but for one
/// chance in 10¹⁹.
func fingerprints(of rows: Matrix) -> [UInt64] {
  parallelMap(rows.rows, grain: 64) { range in
    range.map { index in
      let row = rows[row: index]
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for i in row.indices {
        hash = (hash ^ UInt64((row[i] + 0).bitPattern)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
      }
      return hash
    }
  }.flatMap { $0 }
}
