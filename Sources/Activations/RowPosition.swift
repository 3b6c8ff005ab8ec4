/// Where a row of activations was taken.
public struct RowPosition: Equatable, Hashable, Sendable {
  /// Which shard holds it.
  public let shard: Int

  /// Its sequence's number in the harvest.
  public let sequence: Int

  /// The position in the sequence.
  public let position: Int

  /// Its document's number in the harvest; nil where the harvest doesn't say.
  public let document: Int?
}
