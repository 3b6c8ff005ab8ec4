/// A token that is cut out of the text before the model sees it, such as `<|endoftext|>`.
public struct AddedToken: Hashable, Sendable {
  /// Its number in the vocabulary.
  public var id: Int

  /// Its text, as it stands in a text.
  public var content: String

  /// It is no text but a mark for the model: recognised only where special tokens are parsed.
  public var isSpecial: Bool

  /// It is looked for in the normalized text, not in the text as given.
  public var isNormalized = false

  /// It takes the white space before it.
  public var stripsLeft = false

  /// It takes the white space after it.
  public var stripsRight = false

  /// It is recognised only where neither neighbour is a letter, number or underscore.
  public var isSingleWord = false

  /// Makes an added token.
  public init(id: Int, content: String, isSpecial: Bool) {
    self.id = id
    self.content = content
    self.isSpecial = isSpecial
  }
}
