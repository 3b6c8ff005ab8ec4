/// The sequences of a harvest, each with its document and its rows.
///
/// The columns of one shard are held at a time.
final class SequenceIndex {
  let harvest: HarvestFolder
  private var shard: Columns?

  /// What a shard's sequences and rows are, by the shard's own numbers.
  private struct Columns {
    let firstSequence: Int
    let firstRow: Int
    let documents: [HarvestDocument]
    let sequenceDocuments: [Int]
    let offsets: [Int]
    let rowStarts: [Int]
    let positions: [Int]
    let labels: [[Float]]
  }

  init(_ harvest: HarvestFolder) { self.harvest = harvest }

  /// The document of a sequence.
  func document(ofSequence sequence: Int) throws(ActivationError) -> HarvestDocument {
    let columns = try columns(of: sequence)
    return columns.documents[columns.sequenceDocuments[sequence - columns.firstSequence]]
  }

  /// The numbers of a sequence's rows in the harvest.
  func rows(ofSequence sequence: Int) throws(ActivationError) -> Range<Int> {
    let columns = try columns(of: sequence)
    let local = sequence - columns.firstSequence
    return columns.firstRow + columns.rowStarts[local]..<columns.firstRow
      + columns.rowStarts[local + 1]
  }

  /// A sequence as a shard takes it.
  func sequence(_ sequence: Int, document: Int) throws(ActivationError) -> HarvestSequence {
    let columns = try columns(of: sequence)
    let local = sequence - columns.firstSequence
    let rows = columns.rowStarts[local]..<columns.rowStarts[local + 1]
    return HarvestSequence(
      tokens: try harvest.tokens(ofSequence: sequence), document: document,
      offset: columns.offsets[local], positions: Array(columns.positions[rows]),
      prefixCount: harvest.manifest.prependBOS == true ? 1 : 0,
      labels: columns.labels.map { Array($0[rows]) })
  }

  private func columns(of sequence: Int) throws(ActivationError) -> Columns {
    let starts = try harvest.shards.starts(of: .sequences)
    let index = shardIndex(holding: sequence, starts: starts)
    if let shard, shard.firstSequence == starts[index] { return shard }
    let columns = try readColumns(index, sequences: starts[index]..<starts[index + 1])
    shard = columns
    return columns
  }

  private func readColumns(
    _ index: Int, sequences: Range<Int>
  ) throws(ActivationError) -> Columns {
    let reader = try harvest.shards.shard(index)
    let rows = try harvest.shards.numbers(of: .rows, in: index)
    let documents = try reader.documents()
    let sequenceDocuments = try reader.column(
      ShardLayout.sequenceDocuments, count: sequences.count)
    let rowSequences = try reader.column(ShardLayout.rowSequences, count: rows.count)
    let positions = try reader.column(ShardLayout.rowPositions, count: rows.count)
    guard sequenceDocuments.allSatisfy(documents.indices.contains),
      rowSequences.allSatisfy((0..<sequences.count).contains),
      zip(rowSequences, rowSequences.dropFirst()).allSatisfy({ $0 <= $1 }),
      positions.allSatisfy((0..<harvest.manifest.contextSize).contains)
    else {
      throw ActivationError(
        code: .malformed,
        message: "expected rows in the order of their sequences, and documents for these",
        path: reader.path)
    }
    let labels = try (harvest.manifest.labels ?? []).map { (name) throws(ActivationError) in
      try reader.labels(named: name)
    }
    return Columns(
      firstSequence: sequences.lowerBound, firstRow: rows.lowerBound, documents: documents,
      sequenceDocuments: sequenceDocuments,
      offsets: try reader.column(ShardLayout.sequenceOffsets, count: sequences.count),
      rowStarts: starts(of: rowSequences, sequenceCount: sequences.count), positions: positions,
      labels: labels)
  }
}

/// Where the rows of each sequence begin, and the count of all.
private func starts(of rowSequences: [Int], sequenceCount: Int) -> [Int] {
  var starts = [Int](repeating: 0, count: sequenceCount + 1)
  for sequence in rowSequences { starts[sequence + 1] += 1 }
  for sequence in 0..<sequenceCount { starts[sequence + 1] += starts[sequence] }
  return starts
}
