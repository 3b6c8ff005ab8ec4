import Analysis

/// What an evaluation looks like: how dense features are, and how kinds of tokens differ.
func evaluationViews(_ found: SAEEvaluation) -> [View] {
  [densities(of: found), losses(of: found), kinds(of: found)].compactMap(\.self).map {
    .barGrid($0)
  }
}

/// How many features are on in which share of the rows, the dead ones first.
private func densities(of found: SAEEvaluation) -> BarGrid? {
  guard !found.featureDensity.isEmpty else { return nil }
  let bins = found.densityHistogram.map { bin in
    BarGrid.Bar(name: exact(bin.lower), value: Double(bin.count))
  }
  return BarGrid(
    title: "How dense features are", xLabel: "log₁₀ of the share of rows, from",
    valueName: "features",
    panels: [
      .init(
        title: "Features", bars: [.init(name: "dead", value: Double(found.deadFeatures))] + bins)
    ])
}

/// The loss without the autoencoder, with it, and with the mean and zeros in its place.
private func losses(of found: SAEEvaluation) -> BarGrid? {
  guard let ce = found.ce else { return nil }
  let values = [
    ("clean", ce.clean), ("spliced", ce.spliced), ("mean", ce.meanAblated),
    ("zeros", ce.zeroAblated),
  ]
  return BarGrid(
    title: "Cross-entropy", xLabel: "what stands at the site", valueName: "nats a token",
    panels: [
      .init(
        title: "Nats a token", bars: values.map { .init(name: $0, value: $1, baseline: ce.clean) })
    ])
}

/// What is explained and recovered, by kind of token.
private func kinds(of found: SAEEvaluation) -> BarGrid? {
  guard let classes = found.classes, !classes.isEmpty else { return nil }
  func panel(_ title: String, _ value: (SAEEvaluation.Kind) -> Double) -> BarGrid.Panel? {
    guard classes.contains(where: { value($0).isFinite }) else { return nil }
    return .init(
      title: title, bars: classes.map { .init(name: $0.name.rawValue, value: value($0)) })
  }
  return BarGrid(
    title: "By kind of token", xLabel: "kind", valueName: "share",
    panels: [
      panel("Variance explained", \.explainedVariance),
      panel("Loss recovered") { $0.ce?.score ?? .nan },
    ].compactMap(\.self))
}
