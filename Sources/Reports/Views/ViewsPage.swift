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
  results.enumerated().map {
    (sectionTitle(of: $1), resultView($1, id: "r\($0 + 1)", anchors: [:]))
  } + views.map { ($0.title, viewBody($0)) }
}

/// A view's part of a page, under a heading that the page gives it.
func viewBody(_ view: View) -> HTML {
  switch view {
  case .attentionPatterns(let patterns): attentionPatternsView(patterns)
  case .barGrid(let grid): barGridView(grid)
  case .heatmap(let heatmap): heatmapView(heatmap)
  case .lineChart(let chart): lineChartView(chart)
  case .scatterChart(let chart): scatterChartView(chart)
  case .tokenPage(let page): tokenPageView(page)
  case .tokenPredictions(let predictions): tokenPredictionsView(predictions)
  case .unitTable(let table): unitTableView(table)
  }
}

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
private func scripts(of views: [View], hasResults: Bool) -> [StaticString] {
  let kinds = Set(views.map(\.kind))
  var scripts: [StaticString] = [tipScript, rovingScript, viewScript]
  if hasResults { scripts.append(tableScript) }
  if kinds.contains(.tokenPage) { scripts.append(tokenPageScript) }
  if kinds.contains(.tokenPredictions) { scripts.append(tokenPredictionsScript) }
  if kinds.contains(.attentionPatterns) { scripts.append(attentionPatternsScript) }
  if kinds.contains(.unitTable) || kinds.contains(.scatterChart) {
    scripts.append(unitTableScript)
  }
  if kinds.contains(.scatterChart) { scripts.append(scatterChartScript) }
  return scripts
}
