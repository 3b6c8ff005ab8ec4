/// A document that a harvest has sequences of.
public struct HarvestDocument: Equatable, Hashable, Sendable {
  /// What names it in its corpus; the split into train, validation and test hangs on it.
  public let id: String

  /// What people call it.
  public let title: String

  /// Where it begins in its source, in bytes.
  public let offset: Int

  /// Its place in its corpus.
  public let index: Int

  /// Describes a document.
  public init(id: String, title: String, offset: Int = 0, index: Int = 0) {
    self.id = id
    self.title = title
    self.offset = offset
    self.index = index
  }
}
