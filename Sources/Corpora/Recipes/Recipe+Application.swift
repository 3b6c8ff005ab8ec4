extension Recipe {
  /// Turns a page into the recipe's text.
  ///
  /// - Parameter html: A page.
  /// - Returns: Its text; the page itself for a recipe without steps.
  public func apply(to html: String) -> String {
    steps.isEmpty ? html : String(decoding: apply(to: Array(html.utf8)), as: UTF8.self)
  }

  /// Turns a document into the recipe's text; one that is no HTML stays as it is.
  public func apply(to document: Document) -> String {
    document.isHTML ? apply(to: document.text) : document.text
  }

  /// Turns a page into the recipe's text, both in UTF-8.
  ///
  /// A page without `body` is kept whole by `.headAndBody` and `.body`, one without `head` gives its body:
  /// case 000's code raises an exception at both.
  public func apply(to html: [UInt8]) -> [UInt8] {
    var page = html
    for pass in passes {
      switch pass {
      case .rewriting(let changes): page = Self.rewritten(page, changes)
      case .visibleText: page = SoupTokenizer.read(page, into: VisibleText()).text
      }
    }
    return page
  }

  /// One reading of a page.
  private enum Pass {
    case rewriting(MarkupChanges)
    case visibleText
  }

  /// The steps, those together that one reading can do.
  private var passes: [Pass] {
    var passes: [Pass] = []
    var changes: MarkupChanges?
    for step in steps {
      if [.reparse, .visibleText, .articleRegion, .body].contains(step) {
        changes.map { passes.append(.rewriting($0)) }
        changes = step == .visibleText ? nil : MarkupChanges()
        if step == .visibleText { passes.append(.visibleText) }
        if step == .articleRegion || step == .body { changes?.region = .body }
        changes?.seeksRegion = step == .articleRegion
      } else {
        changes = (changes ?? MarkupChanges()).adding(step)
      }
    }
    changes.map { passes.append(.rewriting($0)) }
    return passes
  }

  private static func rewritten(_ page: [UInt8], _ changes: MarkupChanges) -> [UInt8] {
    var changes = changes
    if changes.seeksRegion { changes.region = ArticleRegion.surest(in: page) }
    let written = SoupTokenizer.read(
      page, into: SoupWriter(changes, byteCount: page.count))
    if changes.region == .body && !written.foundBody {
      changes.region = nil
      return rewritten(page, changes)
    }
    guard changes.keepsHeadAndBody else { return written.body }
    guard written.foundBody else {
      changes.keepsHeadAndBody = false
      return rewritten(page, changes)
    }
    return written.head.isEmpty ? written.body : written.head + [ASCII.newline] + written.body
  }
}

extension MarkupChanges {
  /// These changes and one step's.
  fileprivate func adding(_ step: Step) -> Self {
    var changes = self
    switch step {
    case .dropDataMeta: changes.dropsDataMeta = true
    case .blankAttributes: changes.blanksAttributes = true
    case .neutralLinks: changes.neutralizesLinks = true
    case .dropFooter: changes.dropsFooter = true
    case .dropStyles: changes.dropsStyles = true
    case .dropScripts: changes.dropsScripts = true
    case .dropComments: changes.dropsComments = true
    case .headAndBody: changes.keepsHeadAndBody = true
    case .reparse, .visibleText, .articleRegion, .body: break
    }
    return changes
  }
}
