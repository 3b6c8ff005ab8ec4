/// What marks the element that holds the body text of a page, the surest mark first.
enum ArticleRegion: Int, CaseIterable, Comparable {
  /// MediaWiki's class for what a page's own markup makes.
  case parserOutput
  /// MediaWiki's id around that, and around the categories in older skins.
  case contentText
  case bodyContent
  /// The standard's elements.
  case article
  case main
  case body

  /// What a start tag marks; nil for nothing.
  init?(_ tag: borrowing SoupTag) {
    if tag.hasWord("mw-parser-output", in: "class") {
      self = .parserOutput
    } else if let id = tag.value(of: "id"), let region = Self.byID(id) {
      self = region
    } else if let region = Self.byName[tag.packedName] {
      self = region
    } else {
      return nil
    }
  }

  static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

  /// The surest mark in a page; nil for a page without any.
  static func surest(in page: [UInt8]) -> Self? {
    SoupTokenizer.read(page, into: Search()).found
  }

  private static func byID(_ id: ArraySlice<UInt8>) -> Self? {
    if id.elementsEqual("mw-content-text".utf8) { return .contentText }
    return id.elementsEqual("bodyContent".utf8) ? .bodyContent : nil
  }

  private static let byName: [PackedName: Self] = [
    PackedName("article"): .article, PackedName("main"): .main, .body: .body,
  ]

  /// Looks through a page, up to the surest mark of all.
  private struct Search: SoupSink {
    private(set) var found: ArticleRegion?

    var isFinished: Bool { found == .parserOutput }

    mutating func open(_ tag: borrowing SoupTag, isVoid: Bool) {
      guard !isVoid, let region = ArticleRegion(tag) else { return }
      found = min(found ?? region, region)
    }

    mutating func close(_ name: ArraySlice<UInt8>, _ packedName: PackedName) {}

    mutating func take(_ text: [UInt8], as kind: SoupText, isRaw: Bool) {}
  }
}

extension SoupTag {
  /// Whether one of the words of an attribute is this.
  fileprivate func hasWord(_ word: StaticString, in name: StaticString) -> Bool {
    guard let value = value(of: name) else { return false }
    return value.split(whereSeparator: \.isHTMLSpace).contains { found in
      word.withUTF8Buffer { found.elementsEqual($0) }
    }
  }
}
