/// One document of a corpus.
public struct Document: Equatable, Sendable {
  /// What names it within its corpus: its own identifier, or its path below its source.
  public let id: String

  /// Its own title, or the text of its `<title>`, or its file's name.
  public let title: String

  /// Where it stands: its file, and in an archive its entry, and there its line.
  public let path: String

  /// Its address, where its source says it.
  public let url: String?

  /// Its text, without a byte order mark.
  public let text: String

  /// Whether it is a page in HTML.
  public let isHTML: Bool

  /// Makes a document from its parts.
  public init(
    id: String, title: String, path: String, url: String? = nil, text: String, isHTML: Bool
  ) {
    self.id = id
    self.title = title
    self.path = path
    self.url = url
    self.text = text
    self.isHTML = isHTML
  }
}
