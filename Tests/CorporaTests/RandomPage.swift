import Tensors

/// A writer of random pages that are well formed: what is opened is closed, in order, and nothing
/// is left for a parser to imply or move.
struct RandomPage {
  private var random: SplittableRandom
  private var html = ""

  /// Writes a page; the same for the same seed.
  static func write(seed: UInt64) -> String {
    var page = Self(random: SplittableRandom(seed: seed))
    page.writePage()
    return page.html
  }

  private init(random: SplittableRandom) { self.random = random }

  private mutating func writePage() {
    guard Bool.random(using: &random) else { return element("body") { $0.flow(depth: 0) } }
    html += "<!DOCTYPE html>\n"
    element("html") { page in
      page.element("head") { $0.element("title") { $0.html += "a <b> &amp; </i> b" } }
      page.html += "\n"
      page.element("body") { $0.flow(depth: 0) }
    }
    html += "\n"
  }

  private mutating func flow(depth: Int) {
    for _ in 0..<pick(0...4) { depth > 6 ? phrase(depth: depth) : block(depth: depth + 1) }
  }

  private mutating func block(depth: Int) {
    switch pick(0...9) {
    case 0: phrase(depth: depth)
    case 1, 2: element(choose("div", "section", "article", "x-note")) { $0.flow(depth: depth) }
    case 3: element("p") { $0.phrase(depth: depth) }
    case 4: list(depth: depth)
    case 5: table(depth: depth)
    case 6: append("<hr>", "<br/>", "<img alt='a > b' src=x>", "<!-- <div> -- </p> -->")
    case 7: element(choose("script", "style")) { $0.html += "if (a</b) '<div>'" }
    case 8: html += "<SVG><path d=\"M0\"/><g><![CDATA[<a>]]><title>t</title></g></svg>"
    default: element("form") { $0.phrase(depth: depth) }
    }
  }

  private mutating func list(depth: Int) {
    element("ul") { page in
      for _ in 0..<page.pick(1...3) { page.element("li") { $0.flow(depth: depth) } }
    }
  }

  private mutating func table(depth: Int) {
    element("table") { page in
      page.element("tbody") { page in
        page.element("tr") { page in
          for _ in 0..<page.pick(1...2) { page.element("td") { $0.flow(depth: depth) } }
        }
      }
    }
  }

  private mutating func phrase(depth: Int) {
    for _ in 0..<pick(1...3) {
      switch depth > 8 ? 0 : pick(0...4) {
      case 0, 1: append("text ", "a < b & c > d ", "&lt;p&gt; ", "h\u{E9} \u{1F600}\n", "<br>")
      default:
        element(choose("span", "em", "code", "i", "b", "Q")) { $0.phrase(depth: depth + 1) }
      }
    }
  }

  private mutating func element(_ name: String, content: (inout Self) -> Void) {
    html += "<\(name)"
    for _ in 0..<pick(0...2) {
      append(" a", " b=c", " d = 'e>f'", " g=\"<h>\"", "\ni=\"\"", " j=k/")
    }
    append(">", " >")
    content(&self)
    append("</\(name)>", "</\(name)\n>")
  }

  private mutating func append(_ choices: String...) {
    html += choices.randomElement(using: &random) ?? ""
  }

  private mutating func choose(_ choices: String...) -> String {
    choices.randomElement(using: &random) ?? ""
  }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }
}
