import Analysis

/// A whole page: its head, what `body` shows, its data, and the scripts that make it move.
///
/// The policy in the head forbids every request, and every style and script but those of this
/// program, which bear a number that text on the page cannot know: it is a digest of the whole page.
///
/// - Parameters:
///   - title: The page's name.
///   - data: The result that it shows.
///   - body: The content.
/// - Returns: The page, as a browser takes it from a file.
func page(title: String, data: AnalysisResult, @HTMLBuilder body: () -> HTML) -> String {
  page(
    title: title, data: HTML(json: data.json(isIndented: false), id: "data"),
    scripts: [tipScript, rovingScript, tableScript, dataScript], body: body)
}

/// A whole page with scripts of its own.
///
/// - Parameters:
///   - title: The page's name.
///   - block: A block of data that the whole page shares.
///   - scripts: What makes it move, in this order.
///   - sendsForms: Whether its forms may ask the server that it came from.
///   - body: The content.
/// - Returns: The page.
func page(
  title: String, data block: HTML, scripts: [StaticString], sendsForms: Bool = false,
  @HTMLBuilder body: () -> HTML
) -> String {
  let shown = body()
  let nonce = digest(shown.markup + block.markup)
  let html = element("html", Attribute("lang", "en")) {
    head(title: title, nonce: nonce, sendsForms: sendsForms)
    element("body") {
      shown
      element("div", .id("tip"), Attribute("role", "status"), Attribute("hidden")) {}
      block
      for script in scripts {
        element("script", Attribute("nonce", nonce)) { HTML(constant: script) }
      }
    }
  }
  return "<!DOCTYPE html>\n" + html.markup + "\n"
}

private func head(title: String, nonce: String, sendsForms: Bool) -> HTML {
  element("head") {
    voidElement("meta", Attribute("charset", "utf-8"))
    voidElement(
      "meta", Attribute("http-equiv", "Content-Security-Policy"),
      Attribute(
        "content",
        "default-src 'none'; style-src 'nonce-\(nonce)'; script-src 'nonce-\(nonce)'; "
          + "base-uri 'none'; form-action '\(sendsForms ? "self" : "none")'"))
    voidElement(
      "meta", Attribute("name", "viewport"),
      Attribute("content", "width=device-width, initial-scale=1"))
    voidElement("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark"))
    element("title") { title }
    element("style", Attribute("nonce", nonce)) {
      for sheet in [colorStyleSheet, styleSheet, plotStyleSheet, viewStyleSheet] {
        HTML(constant: sheet)
      }
    }
  }
}

/// A digest of 128 bits (FNV-1a from two starts), in hexadecimal digits.
private func digest(_ text: String) -> String {
  [0xCBF2_9CE4_8422_2325, 0x6C62_272E_07BB_0142].map { (start: UInt64) in
    let hash = text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }.joined()
}
