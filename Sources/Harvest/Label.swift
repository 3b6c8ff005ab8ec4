/// A property of a token, read off the text that a model has seen up to it.
///
/// What holds "after" a token holds once the text up to its last byte has been read: what the model
/// can know when it predicts the next.
public enum Label: Hashable, Sendable {
  /// The document is HTML.
  case html
  /// The next token begins `</`.
  case htmlClose
  /// How many elements are open after the token.
  case htmlDepth
  /// The innermost element that is open after the token has this name.
  case htmlTag(String)
  /// The text behind the token begins `</NAME`.
  case htmlCloses(String)
  /// The token ends within the value of an attribute.
  case htmlInAttribute
  /// The token ends in text, outside of every tag.
  case htmlInText

  /// The names of the labels, as an error lists them.
  static let names = """
    html, html.close, html.depth, html.tag=NAME, html.closes=NAME, html.inAttribute, html.inText
    """

  /// Reads a label's name.
  ///
  /// - Throws: `HarvestError` with code `.unknownLabel`, which lists the names there are.
  public init(named name: String) throws(HarvestError) {
    let parts = name.split(separator: "=", maxSplits: 1).map(String.init)
    switch (parts.first, parts.dropFirst().first) {
    case ("html", nil): self = .html
    case ("html.close", nil): self = .htmlClose
    case ("html.depth", nil): self = .htmlDepth
    case ("html.tag", let tag?): self = .htmlTag(tag.lowercased())
    case ("html.closes", let tag?): self = .htmlCloses(tag.lowercased())
    case ("html.inAttribute", nil): self = .htmlInAttribute
    case ("html.inText", nil): self = .htmlInText
    default:
      throw HarvestError(
        code: .unknownLabel, message: "no such label; there are \(Self.names)", path: name)
    }
  }
}
