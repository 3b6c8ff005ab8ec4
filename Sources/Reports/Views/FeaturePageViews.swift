import Analysis

extension BarGrid {
  /// Makes the histogram of a neuron or feature, each class of its label in a panel.
  init(_ page: FeaturePage) {
    func panel(_ title: String, _ count: (Histogram.Bin) -> Int) -> Panel {
      Panel(
        title: title,
        bars: page.histogram.bins.map {
          Bar(name: exact($0.lower), value: Double(count($0)))
        })
    }
    let label = page.labelStatistics?.label
    self.init(
      title: "Activations of \(page.unit.name(site: page.site, index: page.index, sae: page.sae))",
      xLabel: "from", valueName: "rows",
      panels: label.map { name in
        [panel("\(name) fails") { $0.count - $0.positives }, panel("\(name) holds", \.positives)]
      } ?? [panel("All rows", \.count)])
  }
}

extension TokenPage {
  /// Makes a page of a neuron's or feature's contexts, the highest first.
  init(_ page: FeaturePage) {
    let contexts = page.contexts + page.lowestContexts + page.bands.flatMap(\.contexts)
    self.init(
      title: page.unit.name(site: page.site, index: page.index, sae: page.sae),
      valueName: "activation", selectors: [page.unit.rawValue],
      passages: contexts.map { context in
        Passage(
          document: context.document, first: context.position - context.peak,
          tokens: context.tokens.map(\.text))
      },
      series: [
        Series(
          keys: ["\(page.index)"],
          values: contexts.map { $0.tokens.map { Figure($0.activation ?? .nan) } })
      ])
  }
}
