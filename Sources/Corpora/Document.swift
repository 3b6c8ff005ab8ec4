/// One document of a corpus.
public struct Document: Equatable, Sendable {
  /// What names it within its corpus: its path below the source that it comes from.
  public let id: String

  /// The text of its `<title>`, or its file's name.
  public let title: String

  /// Its file.
  public let path: String

  /// Its text, without a byte order mark.
  public let text: String

  /// Whether it is a page in HTML.
  public let isHTML: Bool

  /// How many stretches of the file were not UTF-8 and became U+FFFD.
  public let repairCount: Int

  /// Makes a document from its parts.
  public init(
    id: String, title: String, path: String, text: String, isHTML: Bool, repairCount: Int = 0
  ) {
    self.id = id
    self.title = title
    self.path = path
    self.text = text
    self.isHTML = isHTML
    self.repairCount = repairCount
  }
}
