/// A kind of place in a text, by which an autoencoder's errors are told apart.
///
/// A place is of the first kind that fits.
public enum TokenClass: String, Codable, Sendable, CaseIterable {
  /// The beginning-of-sequence token.
  case bos
  /// The next token begins `</`.
  case closingTag
  /// The next token closes a bracket.
  case bracket
  /// The token ends inside a tag.
  case inTag
  /// The token ends in text.
  case inText
}
