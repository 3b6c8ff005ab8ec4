/// A page with a field in which a text is typed, and views of what a model makes of it.
///
/// It asks the server that it came from for its own address, with the text behind it; from a file it
/// would lead nowhere.
///
/// - Parameters:
///   - text: The text that the views are of; nil before one was typed.
///   - views: What to show of it.
///   - title: The heading.
///   - note: What the reader should know: how long it took, or what went wrong.
///   - hasResults: Whether `/results` leads to a page of results.
/// - Returns: The page.
public func textFormPage(
  text: String?, views: [View], title: String, note: String = "", hasResults: Bool = false
) -> String {
  page(title: title, data: HTML(), scripts: scripts(of: views, hasResults: false), sendsForms: true)
  {
    element("header", .class("masthead")) {
      element("p", .class("brand")) { "Thresher" }
      element("h1") { title }
      if hasResults {
        element("p", .class("lead")) { element("a", .link(path: "/results")) { "Results" } }
      }
    }
    element(
      "form", .class("typed"), Attribute("method", "get"), Attribute("action", "/text")
    ) {
      element("label", Attribute("for", "text")) { "Text" }
      element(
        "textarea", .id("text"), Attribute("name", "text"), Attribute("rows", "4"),
        Attribute("maxlength", "20000"), Attribute("spellcheck", "false"), Attribute("required")
      ) { firstLineKept(text ?? "") }
      element("button", Attribute("type", "submit")) { "Read it" }
      if !note.isEmpty { element("p", .class("none"), Attribute("role", "status")) { note } }
    }
    element("main") {
      for (place, view) in views.enumerated() {
        element("section", .id("v\(place + 1)")) {
          element("h2") { view.title }
          viewBody(view)
        }
      }
    }
  }
}

/// A parser drops a line break that a text area begins with; another before it keeps it.
private func firstLineKept(_ text: String) -> String {
  text.unicodeScalars.first == "\n" ? "\n" + text : text
}
