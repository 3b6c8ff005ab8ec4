/// Every n-th document of a corpus: the work of one process among n.
///
/// Documents are counted as the files give them, those that are passed over too, so that the slices
/// of one corpus share no document and leave none out.
public struct CorpusSlice: Codable, Equatable, Sendable {
  /// Which of the slices it is, from 0.
  public let index: Int

  /// How many slices there are.
  public let count: Int

  /// Makes slice `index` of `count`.
  public init(_ index: Int, of count: Int) {
    precondition(index >= 0 && index < count, "CorpusSlice: slice \(index) of \(count)")
    self.index = index
    self.count = count
  }

  /// The slice that has every document.
  public static let whole = Self(0, of: 1)

  /// Whether it has the document with this place in the corpus.
  public func contains(_ ordinal: Int) -> Bool { ordinal % count == index }
}
