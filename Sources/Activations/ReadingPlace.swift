/// How far a harvest had read its corpus when a shard ended: enough to go on from there.
public struct ReadingPlace: Codable, Equatable, Sendable {
  /// Where the document that the last sequence comes from begins, as its corpus writes it.
  public var document: String

  /// How many sequences of that document lie behind.
  public var sequences: Int

  /// How many tokens of text lie behind, those of other parts too where they are counted.
  public var tokens: Int

  /// Whether the token budget cut the last sequence, behind which reading can't go on.
  public var isCut: Bool?

  /// Makes a place.
  public init(document: String, sequences: Int, tokens: Int, isCut: Bool? = nil) {
    self.document = document
    self.sequences = sequences
    self.tokens = tokens
    self.isCut = isCut
  }
}
