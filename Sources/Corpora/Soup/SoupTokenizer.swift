/// A page read as Python's `html.parser` reads it, for BeautifulSoup.
///
/// The recipe `wikipedia` promises BeautifulSoup's text, so what this reader does with broken
/// markup is what Python 3.11 does, not what the HTML standard says. Python reads a page in two
/// goes: the first ends at what looks unfinished, the second treats that as text and reads on.
///
/// Where Python gives up on a page with an exception, this reader takes the markup as text.
///
/// Source: `HTMLParser.goahead` of Python 3.11, with `convert_charrefs` off.
struct SoupTokenizer<Sink: SoupSink> {
  let page: SoupPage
  var position = 0
  var tree: SoupTree<Sink>
  var tag = SoupTag()

  /// The open `script` or `style`, whose content is text up to its end tag.
  var rawElement: PackedName?

  /// Whether this is the second go.
  private var isLastGo = false

  // What is known not to come again; without it, a hostile page would cost quadratic time.
  var noCommentEndFrom = Int.max
  var noSectionEndFrom = [Int.max, Int.max]
  var tagNameStretch = 0..<0
  var attributeStarts: [Int] = []
  var endlessAttributes: Set<Int> = []

  /// The page's bytes.
  var source: [UInt8] { page.bytes }

  /// Reads a page into `sink`, and returns it.
  static func read(_ source: [UInt8], into sink: Sink) -> Sink {
    var tokenizer = Self(page: SoupPage(source), tree: SoupTree(sink: sink))
    tokenizer.run()
    return tokenizer.tree.sink
  }

  private init(page: SoupPage, tree: SoupTree<Sink>) {
    self.page = page
    self.tree = tree
  }

  private mutating func run() {
    while !tree.sink.isFinished && advance() {}
    isLastGo = true
    while !tree.sink.isFinished && advance() {}
    if position < source.count && rawElement == nil { tree.append(source[position...]) }
    tree.finish()
  }

  /// Reads text and the markup after it; false at the end or at what looks unfinished.
  private mutating func advance() -> Bool {
    let next: Int
    if let rawElement {
      guard let end = page.endTag(of: rawElement, from: position) else { return false }
      next = end
    } else {
      next = page.nextMarkup(from: position)
    }
    if position < next { tree.append(source[position..<next]) }
    position = next
    guard position < source.count else { return false }
    return source[position] == ASCII.less ? readMarkup() : readReference()
  }

  private mutating func readMarkup() -> Bool {
    guard position + 1 < source.count else { return false }
    if let end = readConstruct(after: source[position + 1]) {
      position = end
      return true
    }
    guard isLastGo else { return false }
    let end = page.endOfBrokenMarkup(at: position)
    tree.append(source[position..<end])
    position = end
    return true
  }

  /// Reads what `<` and the byte after it begin; nil when it does not end.
  private mutating func readConstruct(after byte: UInt8) -> Int? {
    switch byte {
    case _ where byte.isLetter: return readStartTag()
    case ASCII.slash: return readEndTag()
    case ASCII.question: return readInstruction()
    case ASCII.exclamation: return readDeclaration()
    default:
      tree.append(CollectionOfOne(ASCII.less))
      return position + 1
    }
  }

  /// Reads a reference in text; false when it looks unfinished.
  private mutating func readReference() -> Bool {
    guard position + 1 < source.count else { return false }
    let next = source[position + 1]
    if next == ASCII.hash { return readNumericReference() }
    if next.isLetter { return readNamedReference() }
    tree.append(CollectionOfOne(ASCII.ampersand))
    position += 1
    return true
  }

  private mutating func readNumericReference() -> Bool {
    let start = position + 2
    let isHexadecimal = start < source.count && source[start] | 0x20 == 0x78
    let digits =
      isHexadecimal
      ? source[(start + 1)...].prefix(while: \.isHexadecimal)
      : source[start...].prefix(while: \.isDigit)
    let end = digits.endIndex
    guard !digits.isEmpty, end < source.count, !source[end].isHexadecimal else {
      // Python skips the two characters and stops its go here, if a semicolon follows anywhere.
      if source.firstIndex(of: ASCII.semicolon, from: position) != nil {
        tree.append(source[position..<start])
        position = start
      }
      return false
    }
    let number = NumericReferences.number(digits, radix: isHexadecimal ? 16 : 10)
    tree.append(String(NumericReferences.textCharacter(number)).utf8)
    position = end + (source[end] == ASCII.semicolon ? 1 : 0)
    return true
  }

  private mutating func readNamedReference() -> Bool {
    let start = position + 1
    var end = source[start...].prefix {
      $0.isLetter || $0.isDigit || $0 == ASCII.dash || $0 == ASCII.dot
    }
    .endIndex
    if end == source.count {
      // A name at the very end is one only if a dash or dot can be taken for what follows it.
      let mark = source[(start + 1)...].lastIndex { $0 == ASCII.dash || $0 == ASCII.dot }
      guard let mark else {
        // Python loses the ampersand when one letter alone follows it.
        if isLastGo && source.count - position == 2 { position += 1 }
        return false
      }
      end = mark
    }
    let name = source[start..<end]
    if let entry = NamedReferences[name] {
      tree.append(entry.bytes)
    } else {
      tree.append(source[position..<end])
    }
    position = end + (source[end] == ASCII.semicolon ? 1 : 0)
    return true
  }
}
