/// The rules by which BeautifulSoup makes a tree of what `html.parser` reports.
///
/// - A start tag opens an element; nothing is implied and nothing is closed by it.
/// - An end tag closes the innermost open element of its name and all within it, or does nothing.
/// - A void element closes at once. A later `</br>` is then skipped once for each `<br>`.
/// - A string of ASCII white space alone becomes one newline, if it has one, or else one blank,
///   outside `pre` and `textarea`. The empty string becomes a blank.
///
/// Source: `BeautifulSoup.handle_starttag`, `_popToTag`, `endData` and
/// `BeautifulSoupHTMLParser.handle_endtag` of bs4 4.15.
struct SoupTree<Sink: SoupSink> {
  /// Where the tree goes.
  private(set) var sink: Sink

  private struct OpenElement {
    let nameStart: Int
    let packedName: PackedName
    let bucket: Int
  }

  private var elements: [OpenElement] = []
  private var names: [UInt8] = []
  private var preservingCount = 0
  private var closedVoids: [PackedName: Int] = [:]

  private var text: [UInt8] = []
  private var hasText = false

  // How many open elements fall into each bucket of names: most stray end tags are known as such
  // without a walk down the stack.
  private var openCounts = [Int32](repeating: 0, count: 4096)

  /// Makes an empty tree.
  init(sink: Sink) { self.sink = sink }

  /// Adds to the string that is being read.
  mutating func append(_ bytes: some Collection<UInt8>) {
    text.append(contentsOf: bytes)
    hasText = true
  }

  /// Takes a start tag.
  mutating func start(_ tag: borrowing SoupTag, isSelfClosing: Bool) {
    endText(as: .text)
    let isVoid = Set.void.contains(tag.packedName)
    sink.open(tag, isVoid: isVoid)
    if isVoid {
      if !isSelfClosing { closedVoids[tag.packedName, default: 0] += 1 }
    } else if isSelfClosing {
      sink.close(tag.name, tag.packedName)
    } else {
      push(tag)
    }
  }

  /// Takes an end tag, its name in small letters.
  mutating func end(_ name: ArraySlice<UInt8>) {
    let packedName = PackedName(name)
    if let count = closedVoids[packedName], count > 0 {
      closedVoids[packedName] = count - 1
      return
    }
    endText(as: .text)
    guard openCounts[bucket(of: name)] > 0 else { return }
    guard let index = elements.indices.last(where: { self.name(at: $0) == name }) else { return }
    while elements.count > index { pop() }
  }

  /// Takes a string that is no text.
  mutating func take(_ bytes: some Collection<UInt8>, as kind: SoupText) {
    endText(as: .text)
    append(bytes)
    endText(as: kind)
  }

  /// Closes everything that is open.
  mutating func finish() {
    endText(as: .text)
    while !elements.isEmpty { pop() }
  }

  private mutating func endText(as kind: SoupText) {
    guard hasText else { return }
    if preservingCount == 0 && text.allSatisfy(\.isHTMLSpace) {
      let blank = text.contains(ASCII.newline) ? ASCII.newline : ASCII.space
      text.removeAll(keepingCapacity: true)
      text.append(blank)
    }
    let parent = elements.last?.packedName
    sink.take(text, as: kind, isRaw: parent == .script || parent == .style)
    text.removeAll(keepingCapacity: true)
    hasText = false
  }

  private mutating func push(_ tag: borrowing SoupTag) {
    let bucket = self.bucket(of: tag.name)
    elements.append(
      OpenElement(nameStart: names.count, packedName: tag.packedName, bucket: bucket))
    names.append(contentsOf: tag.name)
    openCounts[bucket] += 1
    if preserves(tag.packedName) { preservingCount += 1 }
  }

  private mutating func pop() {
    // The name is passed on as a temporary: a slice kept alive would make `names` copy itself.
    sink.close(name(at: elements.count - 1), elements[elements.count - 1].packedName)
    let element = elements.removeLast()
    names.removeLast(names.count - element.nameStart)
    openCounts[element.bucket] -= 1
    if preserves(element.packedName) { preservingCount -= 1 }
  }

  private func preserves(_ name: PackedName) -> Bool { name == .pre || name == .textarea }

  private func name(at index: Int) -> ArraySlice<UInt8> {
    let end = index + 1 < elements.count ? elements[index + 1].nameStart : names.count
    return names[elements[index].nameStart..<end]
  }

  private func bucket(of name: ArraySlice<UInt8>) -> Int {
    let hash = name.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return Int(truncatingIfNeeded: hash >> 40) & 4095
  }
}
