/// What a page holds, by gumbo's parse and the markup's own: elements with their ends, and kinds.
struct PageReading {
  /// The elements whose start tags stand in the page, in its order; some that are never open lack.
  let elements: [SourceElement]

  /// Where kinds of markup begin.
  let kinds: MarkupKinds

  /// Reads a page.
  init(of bytes: [UInt8], maximumDepth: Int, path: String) throws(CorpusError) {
    if let page = Self(shortening: bytes, maximumDepth: maximumDepth) {
      self = page
    } else {
      try self.init(whole: bytes, maximumDepth: maximumDepth, path: path)
    }
  }

  /// Reads a page's skeleton; nil where the tree is not sure to be the page's.
  init?(shortening bytes: [UInt8], maximumDepth: Int) {
    guard let skeleton = PageSkeleton(of: bytes) else { return nil }
    if skeleton.depthBound > maximumDepth,
      NestingBound.firstTagBeyond(maximumDepth, in: bytes) != nil
    {
      return nil
    }
    guard var found = try? Self.parse(skeleton.bytes, maximumDepth: maximumDepth, path: "") else {
      return nil
    }
    for index in found.indices { found[index].move(by: skeleton.offsets) }
    guard skeleton.isBorneOut(by: found) else { return nil }
    found = (found + skeleton.folded).sorted { $0.start < $1.start }
    UnknownEnds.resolve(&found, among: skeleton.tags, in: bytes)
    (elements, kinds) = (found, skeleton.kinds)
  }

  /// Reads a page as it is.
  init(whole bytes: [UInt8], maximumDepth: Int, path: String) throws(CorpusError) {
    if let offset = NestingBound.firstTagBeyond(maximumDepth, in: bytes) {
      throw .tooDeep(maximumDepth, path, offset)
    }
    var found = try Self.parse(bytes, maximumDepth: maximumDepth, path: path)
    kinds = SourceMarkup(bytes, &found).kinds
    elements = found
  }

  private static func parse(
    _ bytes: [UInt8], maximumDepth: Int, path: String
  ) throws(CorpusError) -> [SourceElement] {
    // An extra byte spares gumbo a null pointer for the empty page.
    let padded = bytes + [0]
    let found = try padded.withUnsafeBufferPointer { buffer throws(CorpusError) in
      guard let bytes = buffer.baseAddress else { return [SourceElement]() }
      let start = UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self)
      let page = try GumboPage(start, byteCount: buffer.count - 1, path: path)
      return try page.elements(maximumDepth: maximumDepth, path: path)
    }
    return SourceElement.merged(found)
  }
}
