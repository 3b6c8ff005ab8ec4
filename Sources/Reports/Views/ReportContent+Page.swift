public import Analysis
import Foundation

extension ReportContent {
  /// One page of all: the study of the results, or results and views under one heading.
  ///
  /// Of ablations with a number for each token, the tokens are shown too, and of tests the volcano.
  ///
  /// - Parameters:
  ///   - title: The page's heading.
  ///   - introduction: A sentence or two below it.
  /// - Returns: The page.
  public func page(title: String, introduction: String = "") -> String {
    let pages = results.flatMap(\.ownSections) + views
    return pages.isEmpty
      ? resultsPage(results, title: title, introduction: introduction)
      : viewsPage(pages, results: results, title: title, introduction: introduction)
  }

  /// The views, those first that results have.
  public var allViews: [View] { results.flatMap(\.views) + views }

  /// The results and views as one JSON array.
  ///
  /// - Throws: `EncodingError` for a number that is not finite where a view has no place for one.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    let objects = try results.map { try encoder.encode($0) } + views.map { try encoder.encode($0) }
    let texts = objects.map { String(decoding: $0, as: UTF8.self) }
    return "[\(texts.joined(separator: ",\n"))]\n"
  }

  /// The pages of features and neurons among the results.
  public var featurePages: [FeaturePage] {
    results.compactMap { if case .featurePage(let page) = $0 { page } else { nil } }
  }
}

extension AnalysisResult {
  /// Views that need more room and scripts of their own, and so a section beside that of the result.
  fileprivate var ownSections: [View] {
    switch self {
    case .ablation, .ranking: views.filter { [.tokenPage, .scatterChart].contains($0.kind) }
    case .study(let study): study.sections.flatMap(\.results).flatMap(\.ownSections)
    default: []
    }
  }
}
