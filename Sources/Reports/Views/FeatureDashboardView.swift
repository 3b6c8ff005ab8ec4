import Analysis

extension FeatureDashboard: ViewContent {
  static let kind = View.Kind.featureDashboard
  static let scripts: [StaticString] = [unitTableScript, featureDashboardScript]

  var title: String {
    let name = sae ?? site
    return unit == .feature ? "Features of \(name)" : "Neurons of \(name)"
  }

  var html: HTML { featureDashboardView(self) }

  var lines: [[String]] { index.lines }

  /// The table of all features, by which one is chosen.
  var index: UnitTable {
    UnitTable(
      title: title, unit: unit.rawValue, names: names,
      notes: features.contains { !$0.top.isEmpty } ? features.map(note) : nil,
      noteTitle: "likelier tokens",
      columns: columns.map {
        .init(title: $0.title, explanation: $0.explanation, values: $0.values)
      })
  }

  /// The features' numbers; nil where they are those of the rows.
  private var names: [String]? {
    features.enumerated().allSatisfy { $0 == $1.index } ? nil : features.map { "\($0.index)" }
  }

  private func note(_ feature: Feature) -> String {
    feature.top.filter { vocabulary.indices.contains($0.token) }.map { vocabulary[$0.token] }
      .joined(separator: " ")
  }
}

/// An index that sorts and filters, and below it all that is known of the feature chosen in it.
private func featureDashboardView(_ dashboard: FeatureDashboard) -> HTML {
  element("div", .class("dashboard"), Attribute("data-view", "dashboard")) {
    factList([
      Fact("Site", dashboard.site), Fact("Rows", count(dashboard.rows), note: "of activations"),
      Fact(
        dashboard.unit == .feature ? "Features" : "Neurons", count(dashboard.features.count),
        note: "\(count(dashboard.deadCount)) never active"),
    ])
    warningList(dashboard.warnings)
    unitTableView(dashboard.index)
    element("article", .class("feature detail"), Attribute("aria-live", "polite")) {}
    HTML(json: PackedDashboard.json(of: dashboard))
  }
}

extension FeatureDashboard {
  fileprivate var deadCount: Int { features.count { $0.histogram == nil } }
}
