/// The markup of a page, piece after piece, as the HTML standard's tokenizer divides it.
///
/// It knows no elements: whoever reads must pass over the content of scripts and the like by
/// setting `position`.
struct MarkupScanner {
  /// A piece of markup.
  struct Piece {
    enum Kind { case startTag, endTag, comment, declaration, cdata }

    let kind: Kind
    let range: Range<Int>

    /// Where a tag's name stands.
    let name: Range<Int>
  }

  let source: [UInt8]

  /// Where the next piece is looked for.
  var position = 0

  /// Whether `<![CDATA[` begins text, as it does within SVG and MathML, or a comment.
  var isForeign = false

  /// The values of the last tag's attributes, without their quotes.
  private(set) var values: [Range<Int>] = []

  /// Whether the last tag ends in `/>`.
  private(set) var isSelfClosing = false

  /// Whether the last tag ends before the page does.
  private(set) var isWhole = false

  private let lastGreater: Int

  /// Makes a scanner at the start of a page.
  init(_ source: [UInt8]) {
    self.source = source
    lastGreater = source.lastIndex(of: ASCII.greater) ?? -1
  }

  /// The next piece of markup; nil when there is text alone up to the end.
  mutating func next() -> Piece? {
    while let less = source.firstIndex(of: ASCII.less, from: position) {
      position = less + 1
      guard position < source.count else { return nil }
      if let piece = piece(at: less, source[position]) {
        position = piece.range.upperBound
        return piece
      }
    }
    return nil
  }

  private mutating func piece(at start: Int, _ byte: UInt8) -> Piece? {
    switch byte {
    case _ where byte.isLetter: return tag(.startTag, at: start, nameStart: start + 1)
    case ASCII.slash:
      guard start + 2 < source.count else { return nil }
      if source[start + 2].isLetter { return tag(.endTag, at: start, nameStart: start + 2) }
      return plain(.comment, start..<afterGreater(from: start + 2))
    case ASCII.question: return plain(.comment, start..<afterGreater(from: start + 2))
    case ASCII.exclamation: return declaration(at: start)
    default: return nil
    }
  }

  private func declaration(at start: Int) -> Piece {
    if source.hasPrefix(ignoringCase: "<!--", at: start) {
      return plain(.comment, start..<commentEnd(from: start + 4))
    }
    if isForeign && source[start...].starts(with: Self.cdataOpening) {
      return plain(.cdata, start..<cdataEnd(from: start + Self.cdataOpening.count))
    }
    let isDoctype = source.hasPrefix(ignoringCase: "<!doctype", at: start)
    return plain(
      isDoctype ? .declaration : .comment, start..<afterGreater(from: start + 2))
  }

  private func plain(_ kind: Piece.Kind, _ range: Range<Int>) -> Piece {
    Piece(kind: kind, range: range, name: range.lowerBound..<range.lowerBound)
  }

  private func commentEnd(from start: Int) -> Int {
    if start < source.count && source[start] == ASCII.greater { return start + 1 }
    if source.hasPrefix(ignoringCase: "->", at: start) { return start + 2 }
    var index = start
    while let dash = source.firstIndex(of: ASCII.dash, from: index) {
      if source.hasPrefix(ignoringCase: "-->", at: dash) { return dash + 3 }
      if source.hasPrefix(ignoringCase: "--!>", at: dash) { return dash + 4 }
      index = dash + 1
    }
    return source.count
  }

  private func cdataEnd(from start: Int) -> Int {
    var index = start
    while let bracket = source.firstIndex(of: ASCII.bracketClose, from: index) {
      if source.hasPrefix(ignoringCase: "]]>", at: bracket) { return bracket + 3 }
      index = bracket + 1
    }
    return source.count
  }

  private func afterGreater(from index: Int) -> Int {
    index <= lastGreater
      ? (source.firstIndex(of: ASCII.greater, from: index) ?? source.count - 1) + 1 : source.count
  }

  private static let cdataOpening = Array("<![CDATA[".utf8)
}

extension MarkupScanner {
  /// Reads a tag; one that does not end reaches to the page's end.
  private mutating func tag(_ kind: Piece.Kind, at start: Int, nameStart: Int) -> Piece {
    if !values.isEmpty { values.removeAll(keepingCapacity: true) }
    isSelfClosing = false
    isWhole = false
    var index = nameStart
    while index < source.count && !source[index].endsMarkupName { index += 1 }
    let name = nameStart..<index
    while true {
      let separators = index..<skippingSpacesAndSlashes(from: index)
      index = separators.upperBound
      guard index < source.count else { break }
      if source[index] == ASCII.greater {
        isSelfClosing = source[separators].last == ASCII.slash
        isWhole = true
        index += 1
        break
      }
      index = attributeEnd(from: index)
    }
    return Piece(kind: kind, range: start..<index, name: name)
  }

  private func skippingSpacesAndSlashes(from index: Int) -> Int {
    var index = index
    while index < source.count && (source[index].isHTMLSpace || source[index] == ASCII.slash) {
      index += 1
    }
    return index
  }

  private func skippingSpaces(from index: Int) -> Int {
    var index = index
    while index < source.count && source[index].isHTMLSpace { index += 1 }
    return index
  }

  private mutating func attributeEnd(from start: Int) -> Int {
    var index = start + 1
    while index < source.count && !source[index].endsMarkupName && source[index] != ASCII.equals {
      index += 1
    }
    let equals = skippingSpaces(from: index)
    guard equals < source.count, source[equals] == ASCII.equals else { return index }
    let value = skippingSpaces(from: equals + 1)
    guard value < source.count, source[value] != ASCII.greater else { return value }
    return valueEnd(from: value)
  }

  private mutating func valueEnd(from start: Int) -> Int {
    let mark = source[start]
    if mark == ASCII.quote || mark == ASCII.apostrophe {
      let end = source.firstIndex(of: mark, from: start + 1) ?? source.count
      values.append((start + 1)..<end)
      return Swift.min(end + 1, source.count)
    }
    var end = start
    while end < source.count && !source[end].isHTMLSpace && source[end] != ASCII.greater {
      end += 1
    }
    values.append(start..<end)
    return end
  }
}

extension UInt8 {
  /// Whether the name of a tag or attribute ends before this byte.
  fileprivate var endsMarkupName: Bool {
    isHTMLSpace || self == ASCII.slash || self == ASCII.greater
  }
}
