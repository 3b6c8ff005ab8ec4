/// A token of a text: its number in the vocabulary, and the bytes of the text that it stands for.
public struct Token: Hashable, Sendable {
  /// The token's number in the vocabulary.
  public let id: Int

  /// Where it stands, in UTF-8 bytes of the original text.
  public let range: Range<Int>

  /// Makes a token.
  public init(id: Int, range: Range<Int>) {
    self.id = id
    self.range = range
  }
}
