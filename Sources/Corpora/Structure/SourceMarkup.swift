/// The kinds of a page's bytes, and the ends that the parser kept no note of.
struct SourceMarkup {
  /// Where kinds of markup begin.
  private(set) var kinds = MarkupKinds()

  private var scanner: MarkupScanner
  private var open: [Int] = []
  private var nextElement = 0

  /// Reads a page's markup beside its elements, which stand in the order of the source.
  ///
  /// Gumbo says where the content of scripts and the like ends, whether an element is of SVG or
  /// MathML, and which end tags it used.
  init(_ source: [UInt8], _ elements: inout [SourceElement]) {
    scanner = MarkupScanner(source)
    var unknown = UnknownEnds(elements, in: source)
    while let piece = scanner.next() {
      kinds.record(piece, scanner.values)
      if piece.kind == .startTag { start(piece, elements, &unknown) }
      if piece.kind == .endTag { unknown.claim(piece, in: source, &elements) }
      scanner.isForeign = innermostIsForeign(elements)
    }
    kinds.append(source.count, .text)
  }

  private mutating func start(
    _ piece: MarkupScanner.Piece, _ elements: [SourceElement], _ unknown: inout UnknownEnds
  ) {
    while nextElement < elements.count && elements[nextElement].start < piece.range.lowerBound {
      nextElement += 1
    }
    guard nextElement < elements.count, elements[nextElement].start == piece.range.lowerBound
    else { return }
    let element = elements[nextElement]
    if element.end.offset != element.start { open.append(nextElement) }
    if case .unknown = element.end { unknown.open(nextElement) }
    let name = PackedName(lowercasing: scanner.source[piece.name])
    if !element.isForeign && Self.rawText.contains(name) {
      scanner.position = max(scanner.position, min(element.end.offset, scanner.source.count))
    }
  }

  private mutating func innermostIsForeign(_ elements: [SourceElement]) -> Bool {
    while let last = open.last {
      if case .unknown = elements[last].end { break }
      if elements[last].end.offset > scanner.position { break }
      open.removeLast()
    }
    return open.last.map { elements[$0].isForeign } ?? false
  }

  private static let rawText = NestingBound.rawText.union([PackedName("plaintext")])
}
