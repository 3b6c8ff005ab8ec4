/// What a document must be to be taken.
public struct DocumentLimits: Equatable, Sendable {
  /// The longest document, in bytes.
  public var maximumByteCount: Int

  /// How many elements of a page may be open at once.
  public var maximumDepth: Int

  /// Makes limits; by default 32 MB, and the depth at which `HTMLStructure` refuses a page.
  public init(
    maximumByteCount: Int = 32 << 20, maximumDepth: Int = HTMLStructure.maximumDepth
  ) {
    self.maximumByteCount = maximumByteCount
    self.maximumDepth = maximumDepth
  }
}
