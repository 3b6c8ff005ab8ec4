/// A sequence that a model was run on, on its way into a shard.
public struct HarvestSequence: Equatable, Sendable {
  /// Its tokens: at most as many as the context is long.
  public let tokens: [Int]

  /// Its document: what `ShardWriter.append(_:)` returned for it.
  public let document: Int

  /// Where its text begins in the document, in bytes.
  public let offset: Int

  /// The positions whose activations are kept, in the order of their rows.
  public let positions: [Int]

  /// How many tokens at the beginning are no text.
  public let prefixCount: Int

  /// For each of the harvest's labels, in the manifest's order, that of every row.
  public let labels: [[Float]]

  /// Describes a sequence.
  ///
  /// - Parameters:
  ///   - tokens: Its tokens.
  ///   - document: Its document's index in the shard.
  ///   - offset: Where its text begins in the document, in bytes.
  ///   - positions: The positions whose activations are kept; nil for all.
  ///   - prefixCount: How many tokens at the beginning are no text.
  ///   - labels: For each of the harvest's labels that of every row.
  public init(
    tokens: [Int], document: Int, offset: Int, positions: [Int]? = nil, prefixCount: Int = 0,
    labels: [[Float]] = []
  ) {
    self.tokens = tokens
    self.document = document
    self.offset = offset
    self.positions = positions ?? Array(tokens.indices)
    self.prefixCount = prefixCount
    self.labels = labels
  }
}
