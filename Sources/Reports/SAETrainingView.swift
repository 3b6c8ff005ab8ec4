import Analysis

/// An autoencoder's part of a page: what it is, how good it is, and how it came to be so.
func saeTrainingView(_ training: SAETraining) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "sparse autoencoder" }
      training.sae
    }
    factList(facts(of: training))
    warningList(training.warnings)
    element("div", .class("charts")) {
      for curve in training.curves ?? [] { plot(of: curve) }
    }
    if let configuration = training.configuration, !configuration.isEmpty {
      element("details") {
        element("summary") { "All settings" }
        factList(configuration.sorted { $0.key < $1.key }.map { Fact($0.key, $0.value) })
      }
    }
  }
}

private func facts(of training: SAETraining) -> [Fact] {
  let metrics = training.metrics
  let kind = [
    training.site.map { Fact("Site", $0) },
    training.architecture.map { Fact("Architecture", $0) },
    training.width.map {
      Fact("Features", count($0), note: deadFeatures(metrics.deadFeatures, of: $0))
    },
  ]
  let quality = [
    Fact("Variance explained", percent(metrics.explainedVariance)),
    Fact("Active features", short(metrics.l0), note: "a row, on average"),
    Fact("Squared error", short(metrics.mse)),
  ]
  let baselines = (training.baselines ?? []).map {
    Fact($0.name, percent($0.explainedVariance), note: "of the variance, for comparison")
  }
  let effort = [
    Fact("Steps", count(training.steps), note: "\(count(training.tokens)) rows"),
    Fact(
      "Time", duration(training.seconds), note: "\(short(training.tokensPerSecond)) rows a second"),
  ]
  return kind.compactMap(\.self) + quality + baselines + effort
}

/// How many features never were on, and which share of all.
func deadFeatures(_ number: Int, of width: Int) -> String {
  number == 0 ? "none dead" : "\(count(number)) dead (\(percent(Double(number) / Double(width))))"
}

private func plot(of curve: SAETraining.Curve) -> HTML {
  let points = zip(curve.steps, curve.values).map { (x: Double($0), y: $1.wrappedValue) }
  let name = titles[curve.name] ?? curve.name
  return linePlot(title: name, xLabel: "step", series: [PlotSeries(name: name, points: points)])
}

private let titles = [
  "loss": "Loss", "mse": "Squared error", "explained variance": "Variance explained",
  "l0": "Active features a row", "deadFeatures": "Dead features", "learningRate": "Learning rate",
]
