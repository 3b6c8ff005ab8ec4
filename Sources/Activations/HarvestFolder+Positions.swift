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
  private let contextSize: Int
  private let sequences: [Int]
  private let positions: [Int]
  private let sequenceNumbers: Range<Int>

  /// Every sequence's document; nil where the shard doesn't say.
  private let documents: [Int]?
  private let documentNumbers: Range<Int>

  init(_ shards: ShardCache, shard index: Int) throws(ActivationError) {
    let reader = try shards.shard(index)
    let count = try reader.rowCount()
    path = reader.path
    shard = index
    contextSize = shards.manifest.contextSize
    sequences = try reader.column(ShardLayout.rowSequences, count: count)
    positions = try reader.column(ShardLayout.rowPositions, count: count)
    sequenceNumbers = try shards.numbers(of: .sequences, in: index)
    if try reader.contains(all: [ShardLayout.sequenceDocuments, ShardLayout.documentIDs]) {
      documents = try reader.column(
        ShardLayout.sequenceDocuments, count: sequenceNumbers.count)
      documentNumbers = try shards.numbers(of: .documents, in: index)
    } else {
      documents = nil
      documentNumbers = 0..<0
    }
  }

  func position(ofRow row: Int) throws(ActivationError) -> RowPosition {
    let sequence = try check(
      sequences[row], isBelow: sequenceNumbers.count, row: row, of: ShardLayout.rowSequences)
    let position = try check(
      positions[row], isBelow: contextSize, row: row, of: ShardLayout.rowPositions)
    return RowPosition(
      shard: shard, sequence: sequenceNumbers.lowerBound + sequence, position: position,
      document: try document(ofSequence: sequence, row: row))
  }

  private func document(ofSequence sequence: Int, row: Int) throws(ActivationError) -> Int? {
    guard let documents else { return nil }
    let document = try check(
      documents[sequence], isBelow: documentNumbers.count, row: row,
      of: ShardLayout.sequenceDocuments)
    return documentNumbers.lowerBound + document
  }

  private func check(
    _ number: Int, isBelow count: Int, row: Int, of name: String
  ) throws(ActivationError) -> Int {
    guard (0..<count).contains(number) else {
      throw ActivationError(
        code: .malformed, message: "row \(row): expected a number below \(count), found \(number)",
        path: path, place: name)
    }
    return number
  }
}
