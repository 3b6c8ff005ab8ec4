/// The text of a page's first `title`, its white space collapsed; reading stops after it.
struct PageTitle: SoupSink {
  private(set) var isFinished = false
  private var isOpen = false
  private var text: [UInt8] = []

  /// Reads the title of a page; nil for a page without.
  static func read(_ page: [UInt8]) -> String? {
    let text = SoupTokenizer.read(page, into: Self()).text
    let words = text.split(whereSeparator: \.isHTMLSpace)
    guard !words.isEmpty else { return nil }
    return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }

  mutating func open(_ tag: borrowing SoupTag, isVoid: Bool) {
    if tag.packedName == .title { isOpen = true }
  }

  mutating func close(_ name: ArraySlice<UInt8>, _ packedName: PackedName) {
    if packedName == .title { isFinished = true }
  }

  mutating func take(_ string: [UInt8], as kind: SoupText, isRaw: Bool) {
    if isOpen && !isFinished && kind == .text { text.append(contentsOf: string) }
  }
}
