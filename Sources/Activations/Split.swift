import Digests

/// The part of a harvest that a document belongs to: four fifths to learn from, a tenth to choose
/// by, a tenth to report on.
///
/// A document's part hangs on its id alone, so it is the same in every harvest, whatever its order
/// and size, and rows of one document never stand on both sides. A harvest of few documents may
/// leave a part empty.
public enum Split: String, Codable, CaseIterable, Sendable {
  case train, validation, test

  /// The part that a document belongs to.
  public static func of(documentID id: String) -> Split {
    let place = place(ofDocumentID: id)
    return allCases.first { $0.places.contains(place) } ?? .test
  }

  /// Where a document's id puts it between 0 and 1: evenly, and without regard to anything else.
  ///
  ///     u = first 8 bytes of SHA-256(id), big-endian, without their last 11 bits, / 2⁵³
  public static func place(ofDocumentID id: String) -> Double {
    let digits = SHA256.of(Array(id.utf8)).prefix(16)
    return Double((UInt64(digits, radix: 16) ?? 0) >> 11) * 0x1p-53
  }

  /// The places of the documents that belong to this part.
  public var places: Range<Double> {
    switch self {
    case .train: 0..<0.8
    case .validation: 0.8..<0.9
    case .test: 0.9..<1
    }
  }
}

extension HarvestFolder {
  /// The rows of the documents that belong to one part.
  ///
  /// - Parameter split: The part.
  /// - Returns: The rows' numbers.
  /// - Throws: `ActivationError` when `/rows`, `/sequences` or `/documents/id` is missing.
  public func rows(in split: Split) throws(ActivationError) -> RangeSet<Int> {
    try rows(ofDocumentsIn: split.places)
  }

  /// The rows of the documents whose ids put them at some of the places between 0 and 1.
  ///
  /// - Parameter places: The places, as `Split.place(ofDocumentID:)` gives them.
  /// - Returns: The rows' numbers.
  /// - Throws: `ActivationError` when `/rows`, `/sequences` or `/documents/id` is missing.
  public func rows(ofDocumentsIn places: Range<Double>) throws(ActivationError) -> RangeSet<Int> {
    var rows = RangeSet<Int>()
    let starts = try shards.starts(of: .rows)
    for index in 0..<shards.count {
      let reader = try shards.shard(index)
      let isWanted = try reader.documents().map {
        places.contains(Split.place(ofDocumentID: $0.id))
      }
      let documents = try reader.column(ShardLayout.sequenceDocuments)
      let sequences = try reader.column(
        ShardLayout.rowSequences, count: starts[index + 1] - starts[index])
      for run in try runs(of: sequences, isWanted: isWanted, documents: documents, reader.path) {
        rows.insert(contentsOf: run.lowerBound + starts[index]..<run.upperBound + starts[index])
      }
    }
    return rows
  }
}

/// The runs of rows whose documents are wanted.
private func runs(
  of sequences: [Int], isWanted: [Bool], documents: [Int], _ path: String
) throws(ActivationError) -> [Range<Int>] {
  var runs: [Range<Int>] = []
  var start: Int?
  for (row, sequence) in sequences.enumerated() {
    guard documents.indices.contains(sequence), isWanted.indices.contains(documents[sequence])
    else {
      throw ActivationError(
        code: .malformed, message: "row \(row): its sequence or document is not there",
        path: path, place: ShardLayout.rowSequences)
    }
    if isWanted[documents[sequence]] {
      start = start ?? row
    } else if let first = start {
      runs.append(first..<row)
      start = nil
    }
  }
  return runs + (start.map { [$0..<sequences.count] } ?? [])
}
