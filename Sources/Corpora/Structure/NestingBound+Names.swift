// The standard's classes of elements, as far as their names fit eight bytes. A longer one counts as
// ordinary, which makes the estimate larger, not smaller.
extension NestingBound {
  static let address = PackedName("address")
  static let button = PackedName("button")
  static let dd = PackedName("dd")
  static let div = PackedName("div")
  static let dt = PackedName("dt")
  static let html = PackedName("html")
  static let li = PackedName("li")
  static let option = PackedName("option")
  static let p = PackedName("p")
  static let tbody = PackedName("tbody")
  static let tfoot = PackedName("tfoot")
  static let thead = PackedName("thead")
  static let tr = PackedName("tr")

  static let foreign = Set.names("math", "svg")

  static let rawText = Set.names(
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")

  static let void = Set.names(
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img",
    "input", "keygen", "link", "meta", "param", "source", "track", "wbr")

  static let formatting = Set.names(
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")

  static let tables = Set.names("table", "template")

  static let tableParts = Set.names("table", "tbody", "td", "tfoot", "th", "thead", "tr")

  static let barriers = Set.names(
    "applet", "caption", "html", "marquee", "math", "object", "svg", "table", "td", "template",
    "th")

  static let closesParagraph = Set.names(
    "address", "article", "aside", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "li",
    "listing", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "ul", "xmp")

  static let paragraphStops = barriers.union([button])

  static let listStops = special.subtracting([address, div, p])

  static let special = closesParagraph.union(barriers).union(
    Set.names(
      "body", "button", "colgroup", "frameset", "head", "iframe", "noembed", "noframes", "noscript",
      "script", "select", "style", "tbody", "textarea", "tfoot", "thead", "title", "tr"))
}
