/// The kinds of a page's bytes, and the ends that the parser kept no note of.
struct SourceMarkup {
  /// Where a kind of markup begins; each reaches to the next.
  private(set) var kinds: [(start: Int, kind: HTMLStructure.Kind)] = [(0, .text)]

  private var scanner: MarkupScanner
  private var open: [Int] = []
  private var nextElement = 0

  /// Reads a page's markup beside its elements, which stand in the order of the source.
  ///
  /// Gumbo says where the content of scripts and the like ends, whether an element is of SVG or
  /// MathML, and which end tags it used. It keeps no note of the end of a `form`: an end tag of that
  /// name that no element claims is taken for it.
  init(_ source: [UInt8], _ elements: inout [SourceElement]) {
    scanner = MarkupScanner(source)
    var unknown = UnknownEnds(elements, in: source)
    while let piece = scanner.next() {
      record(piece)
      if piece.kind == .startTag { start(piece, elements, &unknown) }
      if piece.kind == .endTag { unknown.claim(piece, in: source, &elements) }
      scanner.isForeign = innermostIsForeign(elements)
    }
    append(source.count, .text)
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
    let name = PackedName(scanner.source[piece.name].map(\.lowercased))
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

  private mutating func record(_ piece: MarkupScanner.Piece) {
    switch piece.kind {
    case .comment: append(piece.range.lowerBound, .comment)
    case .declaration: append(piece.range.lowerBound, .declaration)
    case .cdata: append(piece.range.lowerBound, .text)
    case .startTag, .endTag:
      append(piece.range.lowerBound, .tag)
      for value in scanner.values where !value.isEmpty {
        append(value.lowerBound, .attributeValue)
        append(value.upperBound, .tag)
      }
    }
    append(piece.range.upperBound, .text)
  }

  private mutating func append(_ start: Int, _ kind: HTMLStructure.Kind) {
    if let last = kinds.last, last.start == start { kinds.removeLast() }
    kinds.append((start, kind))
  }

  private static let rawText = NestingBound.rawText.union([PackedName("plaintext")])
}

/// The search for ends that the parser kept no note of.
struct UnknownEnds {
  private var claimed: Set<Int> = []
  private var waiting: [Int] = []
  private let isNeeded: Bool

  /// Notes which end tags have an element.
  init(_ elements: [SourceElement], in source: [UInt8]) {
    isNeeded = elements.contains { if case .unknown = $0.end { true } else { false } }
    guard isNeeded else { return }
    for element in elements {
      if case .tag(let range) = element.end, element.isNamed(in: range, of: source) {
        claimed.insert(range.lowerBound)
      }
    }
  }

  /// Begins to look for the end of an element.
  mutating func open(_ element: Int) { waiting.append(element) }

  /// Gives an end tag that no element has to the innermost one that waits for it.
  mutating func claim(
    _ piece: MarkupScanner.Piece, in source: [UInt8], _ elements: inout [SourceElement]
  ) {
    guard !waiting.isEmpty, !claimed.contains(piece.range.lowerBound) else { return }
    let found = waiting.lastIndex { elements[$0].isNamed(in: piece.range, of: source) }
    guard let found else { return }
    elements[waiting[found]].end = .tag(piece.range)
    waiting.remove(at: found)
  }
}

extension SourceElement {
  /// The name in the start tag.
  func name(in source: [UInt8]) -> ArraySlice<UInt8> {
    source[(start + 1)..<tagEnd].prefix {
      !$0.isHTMLSpace && $0 != ASCII.slash && $0 != ASCII.greater
    }
  }

  /// Whether an end tag bears the element's name, in any case.
  func isNamed(in endTag: Range<Int>, of source: [UInt8]) -> Bool {
    let name = name(in: source)
    let start = endTag.lowerBound + 2
    guard start + name.count < endTag.upperBound else { return false }
    let found = source[start..<(start + name.count)]
    let follower = source[start + name.count]
    return (follower.isHTMLSpace || follower == ASCII.slash || follower == ASCII.greater)
      && zip(found, name).allSatisfy { $0.lowercased == $1.lowercased }
  }
}
