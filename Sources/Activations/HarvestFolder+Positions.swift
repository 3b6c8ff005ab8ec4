extension HarvestFolder {
  /// Where some rows were taken.
  ///
  /// - Parameter range: The rows' numbers.
  /// - Returns: For every row its sequence, position and document.
  /// - Throws: `ActivationError` when `/rows` is missing, or points to what is not there.
  public func positions(_ range: Range<Int>) throws(ActivationError) -> [RowPosition] {
    var result: [RowPosition] = []
    result.reserveCapacity(range.count)
    for (index, local) in try shards.pieces(of: range, counted: .rows) {
      let rows = try ShardRows(shards, shard: index)
      for row in local { result.append(try rows.position(ofRow: row)) }
    }
    return result
  }

  /// The tokens of a sequence, without padding.
  ///
  /// - Parameter sequence: Its number in the harvest.
  /// - Returns: At most `manifest.contextSize` tokens.
  /// - Throws: `ActivationError` when `/tokens` is missing or has another shape.
  public func tokens(ofSequence sequence: Int) throws(ActivationError) -> [Int] {
    try tokens(ofSequences: sequence..<sequence + 1)[0]
  }

  /// The tokens of some sequences, without padding.
  ///
  /// - Parameter range: Their numbers in the harvest.
  /// - Returns: For each at most `manifest.contextSize` tokens.
  /// - Throws: `ActivationError` when `/tokens` is missing or has another shape.
  public func tokens(ofSequences range: Range<Int>) throws(ActivationError) -> [[Int]] {
    var result: [[Int]] = []
    for (index, local) in try shards.pieces(of: range, counted: .sequences) {
      result += try shards.shard(index).paddedTokens(ofSequences: local).map {
        Array($0.prefix { $0 != ShardLayout.padding })
      }
    }
    return result
  }
}

/// What the rows of one shard are, with the numbers that turn its own into the harvest's.
private struct ShardRows {
  private let path: String
  private let shard: Int
  private let sequences: [Int]
  private let positions: [Int]
  private let documents: [Int]?
  private let sequenceStart: Int
  private let sequenceCount: Int
  private let documentStart: Int

  init(_ shards: ShardCache, shard index: Int) throws(ActivationError) {
    let reader = try shards.shard(index)
    let count = try reader.rowCount()
    let starts = try shards.starts(of: .sequences)
    path = reader.path
    shard = index
    sequences = try reader.column(ShardLayout.rowSequences, count: count)
    positions = try reader.column(ShardLayout.rowPositions, count: count)
    sequenceStart = starts[index]
    sequenceCount = starts[index + 1] - starts[index]
    let needed = [ShardLayout.sequenceDocuments, ShardLayout.documentIDs]
    if try reader.contains(all: needed) {
      documents = try reader.column(ShardLayout.sequenceDocuments, count: sequenceCount)
      documentStart = try shards.starts(of: .documents)[index]
    } else {
      documents = nil
      documentStart = 0
    }
  }

  func position(ofRow row: Int) throws(ActivationError) -> RowPosition {
    let sequence = sequences[row]
    guard (0..<sequenceCount).contains(sequence) else {
      throw ActivationError(
        code: .malformed,
        message: "row \(row): expected one of \(sequenceCount) sequences, found \(sequence)",
        path: path, place: ShardLayout.rowSequences)
    }
    return RowPosition(
      shard: shard, sequence: sequenceStart + sequence, position: positions[row],
      document: documents.map { documentStart + $0[sequence] })
  }
}
