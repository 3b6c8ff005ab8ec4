import CGumbo

/// A page as gumbo parsed it: the HTML standard's tree, with offsets into the source.
struct GumboPage: ~Copyable {
  private let page: UnsafeMutablePointer<thresher_gumbo_page>
  private let base: UnsafePointer<CChar>
  private let slash = CChar(bitPattern: ASCII.slash)
  private let greater = CChar(bitPattern: ASCII.greater)

  /// Parses a page, whose bytes must outlive this value.
  ///
  /// - Throws: `CorpusError` with code `.tooComplex` when the parse takes more than 256 MB and 256
  ///   bytes for each of the page's: formatting elements that are never closed are made anew in
  ///   every paragraph after them.
  init(_ start: UnsafePointer<CChar>, byteCount: Int, path: String) throws(CorpusError) {
    base = start
    let limit = 256 << 20 + 256 * byteCount
    guard let page = thresher_gumbo_parse(base, byteCount, limit) else {
      throw CorpusError(
        code: .tooComplex,
        message: "expected the page's tree to fit \(limit >> 20) MB, found one that does not; "
          + "leave the page out", path: path)
    }
    self.page = page
  }

  deinit { thresher_gumbo_free(page) }

  /// The elements whose start tags stand in the source; one that gumbo cloned comes more than once.
  ///
  /// - Throws: `CorpusError` with code `.tooDeep`.
  func elements(maximumDepth: Int, path: String) throws(CorpusError) -> [SourceElement] {
    var elements: [SourceElement] = []
    var waiting: [(node: UnsafeMutablePointer<GumboNode>, depth: Int)] = []
    if let root = page.pointee.output?.pointee.root { waiting.append((root, 1)) }
    while let (node, depth) = waiting.popLast() {
      guard let element = element(node) else { continue }
      if let found = sourceElement(element) {
        guard depth <= maximumDepth else { throw .tooDeep(maximumDepth, path, found.start) }
        elements.append(found)
      }
      // The first child comes last on the stack, so that elements come nearly in the page's order.
      for index in (0..<Int(element.children.length)).reversed() {
        guard let child = element.children.data[index] else { continue }
        waiting.append((child.assumingMemoryBound(to: GumboNode.self), depth + 1))
      }
    }
    return elements
  }

  private func element(_ node: UnsafeMutablePointer<GumboNode>) -> GumboElement? {
    let type = node.pointee.type
    return type == GUMBO_NODE_ELEMENT || type == GUMBO_NODE_TEMPLATE
      ? node.pointee.v.element : nil
  }

  private func sourceElement(_ element: GumboElement) -> SourceElement? {
    guard let tag = range(element.original_tag) else { return nil }
    let end: SourceElement.End =
      if let endTag = range(element.original_end_tag) {
        .tag(endTag)
      } else if element.end_pos.line > 0 {
        .implied(Int(element.end_pos.offset))
      } else {
        .unknown
      }
    let isForeign = element.tag_namespace != GUMBO_NAMESPACE_HTML
    return SourceElement(
      start: tag.lowerBound, tagEnd: tag.upperBound, end: end, isForeign: isForeign)
  }

  /// Where a tag stands; nil for one that the parser added.
  ///
  /// Gumbo takes `</>`, which is no tag, for the beginning of a tag that follows it at once.
  private func range(_ piece: GumboStringPiece) -> Range<Int>? {
    guard let data = piece.data, piece.length > 0 else { return nil }
    let start = data - base
    let end = start + piece.length
    var first = start
    while end - first > 3 && base[first + 1] == slash && base[first + 2] == greater { first += 3 }
    return first..<end
  }
}
