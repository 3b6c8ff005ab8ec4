import Analysis

/// A study's sections and results, each with its place on the page.
struct StudyOutline {
  /// A result and its element's id.
  struct Placed {
    let id: String
    let result: AnalysisResult
  }

  /// A section, its number and its element's id.
  struct Entry {
    let id: String
    let ordinal: Int
    let section: Study.Section
    let results: [Placed]
  }

  /// The sections in order.
  let sections: [Entry]

  /// Where on the page a neuron or feature is shown.
  let anchors: [FeatureKey: String]

  init(_ study: Study) {
    sections = study.sections.enumerated().map { place, section in
      let id = "s\(place + 1)"
      let results = section.results.enumerated().map { number, result in
        Placed(id: "\(id)-\(number + 1)", result: result)
      }
      return Entry(id: id, ordinal: place + 1, section: section, results: results)
    }
    var anchors: [FeatureKey: String] = [:]
    for placed in sections.flatMap(\.results) {
      guard case .featurePage(let page) = placed.result else { continue }
      let key = FeatureKey(unit: page.unit, sae: page.sae, site: page.site, index: page.index)
      anchors[key] = anchors[key] ?? placed.id
    }
    self.anchors = anchors
  }
}
