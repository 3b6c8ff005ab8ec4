/// The text that a reader of the page would see, as lines.
///
/// Head, scripts, styles, templates and comments are left out. A run of white space becomes one
/// blank, but not in `pre` and `textarea`; an element that stands as a block, and `br`, begins a
/// new line; cells of one row are parted by a tab. Lines without text are left out.
struct VisibleText: SoupSink {
  private(set) var text: [UInt8] = []
  private var hiddenDepth = 0
  private var preservingDepth = 0
  private var gap = Gap.none

  /// What separates what is written from what comes next, the stronger last.
  private enum Gap: Int { case none, blank, tab, newline }

  let isFinished = false

  mutating func open(_ tag: borrowing SoupTag, isVoid: Bool) {
    separate(at: tag.packedName)
    guard !isVoid else { return }
    if Self.hidden.contains(tag.packedName) { hiddenDepth += 1 }
    if Self.preserving.contains(tag.packedName) { preservingDepth += 1 }
  }

  mutating func close(_ name: ArraySlice<UInt8>, _ packedName: PackedName) {
    separate(at: packedName)
    if Self.hidden.contains(packedName) { hiddenDepth -= 1 }
    if Self.preserving.contains(packedName) { preservingDepth -= 1 }
  }

  mutating func take(_ string: [UInt8], as kind: SoupText, isRaw: Bool) {
    guard hiddenDepth == 0, kind == .text || kind == .cdata else { return }
    for byte in string {
      if byte.isHTMLSpace && preservingDepth == 0 {
        widen(to: .blank)
      } else {
        closeGap()
        text.append(byte)
      }
    }
  }

  private mutating func separate(at name: PackedName) {
    guard hiddenDepth == 0 else { return }
    if name == .td || name == .th {
      widen(to: .tab)
    } else if Self.blocks.contains(name) {
      widen(to: .newline)
    }
  }

  private mutating func widen(to wider: Gap) {
    if wider.rawValue > gap.rawValue { gap = wider }
  }

  private mutating func closeGap() {
    defer { gap = .none }
    guard !text.isEmpty else { return }
    switch gap {
    case .none: break
    case .blank: text.append(ASCII.space)
    case .tab: text.append(ASCII.tab)
    case .newline: text.append(ASCII.newline)
    }
  }

  private static let hidden = Set.names("head", "noscript", "script", "style", "template")
  private static let preserving = Set.names("pre", "textarea")
  private static let blocks = Set.names(
    "address", "article", "aside", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option",
    "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul")
}
