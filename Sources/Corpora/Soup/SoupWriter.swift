/// A page's tree written out again as BeautifulSoup's `str()` writes it, with the changes asked for.
///
/// Attributes stand in the order of their names, void elements end in `/>`, `&`, `<` and `>` are
/// escaped outside scripts and styles, every element that is open at the end is closed.
///
/// Source: `Tag.decode`, `Formatter` and `EntitySubstitution` of bs4 4.15, formatter `minimal`.
struct SoupWriter: SoupSink {
  /// Where what is open now is written to.
  enum Place {
    /// Nowhere: it stands outside of what is kept, but may contain it.
    case outside
    /// Nowhere: it is taken out, with all it contains.
    case removed
    case head
    case body
  }

  /// The `head` element, when head and body are asked for.
  private(set) var head: [UInt8] = []

  /// The `body` element; the whole page, when head and body are not asked for.
  private(set) var body: [UInt8] = []

  private let changes: MarkupChanges
  private var place: Place
  private var outerPlaces: [Place] = []
  private var foundFooter = false
  private var foundHead = false

  /// Whether the page has a `body`, or the region that is asked for.
  private(set) var foundBody = false

  let isFinished = false

  /// Makes a writer that applies `changes`; `byteCount` is the length to expect.
  init(_ changes: MarkupChanges, byteCount: Int) {
    self.changes = changes
    place = changes.keepsHeadAndBody || changes.region != nil ? .outside : .body
    body.reserveCapacity(byteCount + byteCount / 8)
  }

  mutating func open(_ tag: borrowing SoupTag, isVoid: Bool) {
    let inner = place(of: tag)
    switch inner {
    case .outside, .removed: break
    case .head: head.append(tag, isVoid: isVoid, changes: changes)
    case .body: body.append(tag, isVoid: isVoid, changes: changes)
    }
    guard !isVoid else { return }
    outerPlaces.append(place)
    place = inner
  }

  mutating func close(_ name: ArraySlice<UInt8>, _ packedName: PackedName) {
    switch place {
    case .outside, .removed: break
    case .head: head.appendEndTag(name)
    case .body: body.appendEndTag(name)
    }
    place = outerPlaces.removeLast()
  }

  mutating func take(_ text: [UInt8], as kind: SoupText, isRaw: Bool) {
    // BeautifulSoup's search passes over an empty comment, which only `pre` and `textarea` allow.
    if kind == .comment && changes.dropsComments && !text.isEmpty { return }
    switch place {
    case .outside, .removed: break
    case .head: head.append(text, as: kind, isRaw: isRaw)
    case .body: body.append(text, as: kind, isRaw: isRaw)
    }
  }

  private mutating func place(of tag: borrowing SoupTag) -> Place {
    if place == .removed || removes(tag) { return .removed }
    if let region = changes.region { return place(of: tag, outside: region) }
    guard changes.keepsHeadAndBody else { return place }
    if tag.packedName == .body && !foundBody {
      foundBody = true
      return .body
    }
    if tag.packedName == .head && !foundHead && place != .body {
      foundHead = true
      return .head
    }
    return place
  }

  private mutating func place(of tag: borrowing SoupTag, outside region: ArticleRegion) -> Place {
    guard !foundBody, ArticleRegion(tag) == region else { return place }
    foundBody = true
    return .body
  }

  private mutating func removes(_ tag: borrowing SoupTag) -> Bool {
    switch tag.packedName {
    case .footer:
      defer { foundFooter = true }
      return changes.dropsFooter && !foundFooter
    case .style: return changes.dropsStyles
    case .script: return changes.dropsScripts
    case .meta:
      return changes.dropsDataMeta && tag.value(of: "name")?.starts(with: Self.data) == true
    default: return false
    }
  }

  private static let data = Array("data".utf8)
}
