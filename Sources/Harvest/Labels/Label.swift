public import Corpora

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
  /// How many tokens before this one the start tag begins whose end tag is expected next.
  case htmlDistance
  /// The innermost element that is open after the token has this name.
  case htmlTag(String)
  /// The end tag that is expected next after the token has this name.
  case htmlExpects(String)
  /// The text behind the token begins `</NAME`.
  case htmlCloses(String)
  /// The next byte belongs to the value of an attribute, to a tag otherwise, to a comment, to text.
  case htmlIn(HTMLStructure.Kind)

  /// How many brackets `(`, `[` and `{` are open after the token.
  case bracketDepth
  /// How many tokens before this one the innermost open bracket stands.
  case bracketDistance
  /// The innermost bracket that is open after the token is this one.
  ///
  /// Of `<` it is asked among all four kinds, of the others among `(`, `[` and `{`: in prose and
  /// most code `<` is no bracket.
  case bracketOpen(Bracket)
  /// The next token begins with the bracket that closes the innermost open one.
  case bracketClose

  /// The token may be a proper noun: it has more than two characters, the first of which, blanks
  /// aside, is a capital, and the token before it ends in none of `.`, `!`, `?` and `:`.
  ///
  /// The rule of a published notebook (case 002). A document's first token is none, and so is a
  /// token of blanks alone, at which the notebook's code raises an exception.
  case properNoun
}

extension Label {
  /// The names of the labels, as a list in help and errors.
  public static let names = """
    html, html.close, html.depth, html.distance, html.tag=NAME, html.expects=NAME, \
    html.closes=NAME, html.inAttribute, html.inTag, html.inText, html.inComment, bracket.depth, \
    bracket.distance, bracket.open=(, bracket.close, properNoun
    """

  /// Reads a label's name.
  ///
  /// - Throws: `HarvestError` with code `.unknownLabel`, which lists the names there are.
  public init(named name: String) throws(HarvestError) {
    let parts = name.split(separator: "=", maxSplits: 1).map(String.init)
    let found =
      switch (parts.first, parts.dropFirst().first) {
      case (let name?, nil): Self.plain[name]
      case (let name?, let value?): Self(name, value)
      default: Self?.none
      }
    guard let found else {
      throw HarvestError(
        code: .unknownLabel, message: "no such label; there are \(Self.names)", path: name)
    }
    self = found
  }

  private init?(_ name: String, _ value: String) {
    switch name {
    case "html.tag": self = .htmlTag(value.lowercased())
    case "html.expects": self = .htmlExpects(value.lowercased())
    case "html.closes": self = .htmlCloses(value.lowercased())
    case "bracket.open":
      let bracket = Bracket.allCases.first { String($0.opening) == value }
      guard let bracket else { return nil }
      self = .bracketOpen(bracket)
    default: return nil
    }
  }

  /// The label's name, by which it is read.
  public var name: String {
    switch self {
    case .htmlTag(let element): "html.tag=\(element)"
    case .htmlExpects(let element): "html.expects=\(element)"
    case .htmlCloses(let element): "html.closes=\(element)"
    case .bracketOpen(let bracket): "bracket.open=\(bracket.opening)"
    default: Self.plain.first { $0.value == self }?.key ?? "\(self)"
    }
  }

  private static let plain: [String: Self] = [
    "html": .html, "html.close": .htmlClose, "html.depth": .htmlDepth,
    "html.distance": .htmlDistance, "html.inAttribute": .htmlIn(.attributeValue),
    "html.inTag": .htmlIn(.tag), "html.inText": .htmlIn(.text), "html.inComment": .htmlIn(.comment),
    "bracket.depth": .bracketDepth, "bracket.distance": .bracketDistance,
    "bracket.close": .bracketClose, "properNoun": .properNoun,
  ]
}
