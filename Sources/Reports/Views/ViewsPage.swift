public import Analysis

/// Views, and results before them, as one page of HTML that needs no other file and no network.
///
/// The page depends on its arguments alone.
///
/// - Parameters:
///   - views: What to show, in this order.
///   - results: Results of analyses, which stand above them.
///   - title: The heading of the whole.
///   - introduction: A sentence or two below it.
/// - Returns: The page.
public func viewsPage(
  _ views: [View], results: [AnalysisResult] = [], title: String, introduction: String = ""
) -> String {
  let sections = sections(views, results)
  return page(title: title, data: HTML(), scripts: scripts(of: views, hasResults: !results.isEmpty))
  {
    element("header", .class("masthead")) {
      element("p", .class("brand")) { "Thresher" }
      element("h1") { title }
      if !introduction.isEmpty { element("p", .class("lead")) { introduction } }
    }
    element("div", .class(sections.count > 1 ? "columns" : "alone")) {
      if sections.count > 1 { contents(sections.map(\.title)) }
      element("main") {
        for (place, section) in sections.enumerated() {
          element("section", .id("v\(place + 1)")) {
            element("h2") { section.title }
            section.body
          }
        }
      }
    }
  }
}

private func sections(
  _ views: [View], _ results: [AnalysisResult]
) -> [(title: String, body: HTML)] {
  let anchors = anchors(of: results)
  return results.enumerated().map {
    (sectionTitle(of: $1), resultView($1, id: "r\($0 + 1)", anchors: anchors))
  } + views.map { ($0.title, viewBody($0)) }
}

/// Where on the page neurons and features have a part of their own.
private func anchors(of results: [AnalysisResult]) -> [FeatureKey: String] {
  let pages = results.enumerated().compactMap { place, result -> (FeatureKey, String)? in
    guard case .featurePage(let page) = result else { return nil }
    return (
      FeatureKey(unit: page.unit, sae: page.sae, site: page.site, index: page.index),
      "r\(place + 1)"
    )
  }
  return Dictionary(pages) { first, _ in first }
}

/// A view's part of a page, under a heading that the page gives it.
func viewBody(_ view: View) -> HTML { view.content.html }

private func contents(_ titles: [String]) -> HTML {
  element("nav", Attribute("aria-label", "Contents")) {
    element("ol") {
      for (place, title) in titles.enumerated() {
        element("li") { element("a", .link(to: "v\(place + 1)")) { title } }
      }
    }
  }
}

/// The scripts that some views need, each once, those before that others lean on.
func scripts(of views: [View], hasResults: Bool) -> [StaticString] {
  var scripts: [StaticString] = [tipScript, rovingScript, viewScript]
  if hasResults { scripts.append(tableScript) }
  let own = views.flatMap { type(of: $0.content).scripts }
  for script in own where !scripts.contains(where: { $0.utf8Start == script.utf8Start }) {
    scripts.append(script)
  }
  return scripts
}
