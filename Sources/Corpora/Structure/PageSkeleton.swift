/// A page shortened to what decides its tree, for gumbo to read in the page's place.
///
/// Gumbo takes some 60 ns for each byte, whatever the byte says. Which elements a page has, and
/// where they end, does not depend on what its texts say nor on most of its attributes:
///
/// - A text is one blank for the white space that it begins with and one `x` for all that follows.
/// - A start tag keeps its name; its attributes only where the standard's tree asks for them.
/// - A comment is empty; the content of a script, a style and the like is one `x`.
/// - A phrase such as `<i>text</i>`, which opens and closes in a text, is an `x` of that text: the
///   parser would open it, close it, and be where it was. `folded` has its element.
///
/// Real pages become a tenth as long, and `offsets` leads back. Some of this is true only where the
/// tree is as it seems: `isBorneOut` holds it against the tree.
struct PageSkeleton {
  /// The shortened page.
  private(set) var bytes: [UInt8] = []

  /// For each byte of it, and for its end, the offset in the page.
  private(set) var offsets: [UInt32] = []

  /// Where a kind of markup begins in the page; each reaches to the next.
  private(set) var kinds = MarkupKinds()

  /// The start and end tags of the page, in order.
  private(set) var tags: [MarkupScanner.Piece] = []

  /// The elements of the phrases that became text.
  private(set) var folded: [SourceElement] = []

  private var phrases = PhraseStack()
  private var rawTexts: [RawText] = []

  /// Whether the text that is being written has its `x`.
  private var hasLetter = false

  /// The content of a script, a style or the like, as it seems.
  private struct RawText {
    /// Where the start tag begins.
    let start: Int

    /// Where the end tag begins; nil where the page ends before.
    let end: Int?
  }

  private var scanner: MarkupScanner
  private var startTagCount = 0

  /// How deeply the page's elements can be nested at most.
  var depthBound: Int { startTagCount + phrases.largestDepth }

  /// Shortens a page; nil for one of those few of which no shorter one is sure to have the tree.
  init?(of source: [UInt8]) {
    // Bytes that gumbo drops.
    guard source.first != 0xEF, source.firstIndex(of: 0, from: 0) == nil else { return nil }
    scanner = MarkupScanner(source)
    bytes.reserveCapacity(source.count / 4)
    offsets.reserveCapacity(source.count / 4)
    var textStart = 0
    while let piece = scanner.next() {
      appendText(textStart..<piece.range.lowerBound)
      guard append(piece) else { return nil }
      textStart = scanner.position
    }
    appendText(textStart..<source.count)
    offsets.append(UInt32(source.count))
    kinds.append(source.count, .text)
  }

  /// Whether a tree of it is the page's, its elements in the order of the page.
  func isBorneOut(by elements: [SourceElement]) -> Bool {
    rawTextsAreBorneOut(by: elements) && phrases.areBorneOut(by: elements)
  }

  private func rawTextsAreBorneOut(by elements: [SourceElement]) -> Bool {
    var index = 0
    return rawTexts.allSatisfy { text in
      while index < elements.count && elements[index].start < text.start { index += 1 }
      guard index < elements.count, elements[index].start == text.start else { return false }
      if elements[index].isForeign { return false }
      switch elements[index].end {
      case .tag(let range): return range.lowerBound == text.end
      case .implied(let offset): return text.end == nil && offset == scanner.source.count
      case .unknown: return false
      }
    }
  }

  private mutating func append(_ piece: MarkupScanner.Piece) -> Bool {
    kinds.record(piece, scanner.values)
    switch piece.kind {
    case .comment: return appendComment(piece.range)
    case .declaration: appendVerbatim(piece.range)
    case .cdata: return false
    case .startTag, .endTag:
      tags.append(piece)
      guard scanner.isWhole else {
        // The page's end cuts it off.
        appendVerbatim(piece.range)
        return true
      }
      let name = PackedName(lowercasing: scanner.source[piece.name])
      return piece.kind == .endTag ? appendEndTag(piece, name) : appendStartTag(piece, name)
    }
    return true
  }

  /// Writes a comment; false for what means something else in one place than in another.
  private mutating func appendComment(_ range: Range<Int>) -> Bool {
    let source = scanner.source
    // Gumbo forgets where the tag behind `</>` begins.
    if source[range.lowerBound + 1] == ASCII.slash && range.count == 3 { return false }
    if source.hasPrefix(ignoringCase: "<![cdata[", at: range.lowerBound) { return false }
    for byte in Self.emptyComment { append(byte, from: range.lowerBound) }
    hasLetter = false
    return true
  }

  private mutating func appendStartTag(_ piece: MarkupScanner.Piece, _ name: PackedName) -> Bool {
    let traits = TagTraits.of(name)
    if traits.contains(.isTextual) && phrases.mayFold {
      phrases.note(piece.range.lowerBound)
      appendLetter(from: piece.range.lowerBound)
      return true
    }
    if traits.contains(.isPhrase) && phrases.mayFold {
      let limit = name == .a ? 1 : traits.contains(.keepsAttributes) ? 3 : Int.max
      phrases.open(
        PhraseStack.Phrase(
          tag: piece.range, name: name, byteCount: bytes.count, hasLetter: hasLetter, limit: limit))
    } else {
      phrases.settle()
    }
    if traits.contains(.isBarrier) { phrases.openBarrier(at: piece.range.lowerBound) }
    writeStartTag(piece, keepsAttributes: traits.contains(.keepsAttributes))
    if traits.contains(.holdsRawText) { appendRawText(of: piece) }
    return !traits.contains(.endsMarkup)
  }

  private mutating func writeStartTag(_ piece: MarkupScanner.Piece, keepsAttributes: Bool) {
    startTagCount += 1
    guard !keepsAttributes else { return appendVerbatim(piece.range) }
    let end = piece.range.upperBound - 1
    appendVerbatim(piece.range.lowerBound..<piece.name.upperBound)
    if scanner.isSelfClosing { append(ASCII.slash, from: end) }
    append(ASCII.greater, from: end)
  }

  private mutating func appendEndTag(_ piece: MarkupScanner.Piece, _ name: PackedName) -> Bool {
    if let phrase = phrases.close(name) {
      bytes.removeLast(bytes.count - phrase.byteCount)
      offsets.removeLast(offsets.count - phrase.byteCount)
      startTagCount -= 1
      hasLetter = phrase.hasLetter
      appendLetter(from: phrase.tag.lowerBound)
      folded.append(
        SourceElement(
          start: phrase.tag.lowerBound, tagEnd: phrase.tag.upperBound, end: .tag(piece.range),
          isForeign: false))
    } else {
      if TagTraits.of(name).contains(.isBarrier) { phrases.closeBarrier() }
      appendVerbatim(piece.range)
    }
    return true
  }

  private mutating func appendRawText(of piece: MarkupScanner.Piece) {
    let source = scanner.source
    let start = piece.range.upperBound
    let end = source.endOfRawText(named: source[piece.name], from: start)
    rawTexts.append(RawText(start: piece.range.lowerBound, end: end < source.count ? end : nil))
    scanner.position = end
    // In a script, `<!--<script>` puts off the end.
    if source[start..<end].contains(ASCII.less) {
      appendVerbatim(start..<end)
    } else if start < end {
      append(Self.letter, from: start)
    }
  }

  private mutating func appendText(_ range: Range<Int>) {
    guard !hasLetter else { return }
    let source = scanner.source
    var first = range.lowerBound
    while first < range.upperBound && source[first].isHTMLSpace { first += 1 }
    if first > range.lowerBound { append(ASCII.space, from: range.lowerBound) }
    guard first < range.upperBound else { return }
    if source[first] == ASCII.ampersand {
      // It may stand for white space.
      appendVerbatim(first..<range.upperBound)
    } else {
      appendLetter(from: first)
    }
  }

  private mutating func appendLetter(from offset: Int) {
    if !hasLetter { append(Self.letter, from: offset) }
    hasLetter = true
  }

  private mutating func appendVerbatim(_ range: Range<Int>) {
    bytes.append(contentsOf: scanner.source[range])
    for offset in range { offsets.append(UInt32(truncatingIfNeeded: offset)) }
    hasLetter = false
  }

  private mutating func append(_ byte: UInt8, from offset: Int) {
    bytes.append(byte)
    offsets.append(UInt32(truncatingIfNeeded: offset))
  }

  private static let letter = UInt8(ascii: "x")
  private static let emptyComment = Array("<!---->".utf8)
}
