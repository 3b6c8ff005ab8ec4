/// Where the text of a sequence stands.
public struct SequenceSource: Equatable, Hashable, Sendable {
  /// Its document's number in the harvest.
  public let document: Int

  /// Where the sequence's text begins in the document, in bytes.
  public let offset: Int
}

extension HarvestFolder {
  /// The document and the place in it that a sequence's text comes from.
  ///
  /// - Parameter sequence: The sequence's number in the harvest.
  /// - Returns: The document's number, and the offset in it.
  /// - Throws: `ActivationError` when `/sequences` or `/documents` is missing, or points to what
  ///   is not there.
  public func source(ofSequence sequence: Int) throws(ActivationError) -> SequenceSource {
    let (index, local) = try shards.pieces(of: sequence..<sequence + 1, counted: .sequences)[0]
    let reader = try shards.shard(index)
    let count = try shards.numbers(of: .sequences, in: index).count
    let documents = try shards.numbers(of: .documents, in: index)
    let place = local.lowerBound
    let document = try reader.column(ShardLayout.sequenceDocuments, count: count)[place]
    let offset = try reader.column(ShardLayout.sequenceOffsets, count: count)[place]
    guard (0..<documents.count).contains(document) else {
      throw ActivationError(
        code: .malformed,
        message: "sequence \(place): expected a number below \(documents.count), found \(document)",
        path: reader.path, place: ShardLayout.sequenceDocuments)
    }
    return SequenceSource(document: documents.lowerBound + document, offset: offset)
  }

  /// A document.
  ///
  /// - Parameter document: Its number in the harvest.
  /// - Returns: Its id, title and offset.
  /// - Throws: `ActivationError` when `/documents/id` is missing.
  public func document(_ document: Int) throws(ActivationError) -> HarvestDocument {
    let (index, local) = try shards.pieces(of: document..<document + 1, counted: .documents)[0]
    return try shards.shard(index).documents()[local.lowerBound]
  }
}
