import Analysis
import ArgumentParser
import Reports

/// What `thresher report` writes.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case html
  case svg
  case csv
  case json
  case neuronpedia

  /// The files of some results and views, most often one.
  func files(
    of content: ReportContent, title: String, introduction: String
  ) throws -> [String] {
    switch self {
    case .html: [content.page(title: title, introduction: introduction)]
    case .svg:
      try some(content.allViews.compactMap(\.svgs).flatMap(\.self), "a view that is a plot")
    case .csv: try some(content.allViews.map(\.csv), "a view")
    case .json: [try content.json()]
    case .neuronpedia: try batches(of: content)
    }
  }

  private func batches(of content: ReportContent) throws -> [String] {
    let dashboards = content.views.compactMap { view in
      if case .featureDashboard(let dashboard) = view { dashboard } else { nil }
    }
    let pages = content.featurePages
    let batches = try dashboards.map { try featureBatch($0) }
    return try some(
      batches + (pages.isEmpty ? [] : [try featureBatch(pages)]),
      "pages of features or a dashboard (inspect --json)")
  }

  private func some<Element>(_ found: [Element], _ expected: String) throws -> [Element] {
    guard !found.isEmpty else {
      throw CommandError("--format \(rawValue): expected \(expected) among the results, found none")
    }
    return found
  }
}
