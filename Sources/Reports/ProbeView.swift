import Analysis

/// The probes' part of a page: a bar a probe where there are several, and a table of their scores on
/// held-out rows, over those of always answering what is most common.
func probeView(_ training: ProbeTraining) -> HTML {
  let labels = Set(training.probes.map(\.label)).sorted().joined(separator: ", ")
  return element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "probes, scored on held-out rows" }
      labels
    }
    factList(facts(of: training.probes))
    warningList(training.warnings)
    if training.probes.count > 1 {
      element("div", .class("charts")) {
        f1Plot(training.probes)
        activePlot(training.probes)
      }
    }
    sortableTable("Probes for \(labels)", columns: columns, rows: rows(of: training.probes))
    plotsView(Array(probeViews(training).dropFirst()))
  }
}

/// What all probes have in common.
private func facts(of probes: [ProbeTraining.Probe]) -> [Fact] {
  let penalties = Set(probes.map(\.penalty)).sorted()
  let strengths = Set(probes.map(\.c)).sorted()
  return [
    Fact("Penalty", penalties.joined(separator: ", ")),
    Fact("C", strengths.map(exact).joined(separator: ", "), note: "weight of the losses"),
    Fact("Rows held out", count(probes.map(\.test.count).max() ?? 0)),
    Fact("Rows fitted to", count(probes.map(\.train.count).max() ?? 0)),
  ]
}

private func activePlot(_ probes: [ProbeTraining.Probe]) -> HTML {
  let bars = probes.map { probe in
    PlotBar(
      name: layer(of: probe.site), value: Double(probe.active.count), baseline: nil,
      tip: "\(probe.site) · \(count(probe.active.count)) active")
  }
  return barPlot(title: "Coefficients that are not zero", xLabel: "layer", bars: bars)
}

private func f1Plot(_ probes: [ProbeTraining.Probe]) -> HTML {
  let bars = probes.map { probe in
    PlotBar(
      name: layer(of: probe.site), value: probe.test.f1, baseline: probe.majority?.f1,
      tip: "\(probe.site) · F1 \(fixed(probe.test.f1, 3)) · \(count(probe.active.count)) active"
        + (probe.majority.map { " · most common answer \(fixed($0.f1, 3))" } ?? ""))
  }
  return barPlot(title: "F1 on held-out rows", xLabel: "layer", bars: bars, top: 1)
}

/// The layer's number in a site's name, or the name where there is none.
private func layer(of site: String) -> String {
  let parts = site.split(separator: ".")
  return parts.count > 1 && parts[0] == "blocks" ? String(parts[1]) : site
}

private let columns: [TableColumn] = [
  TableColumn(title: "site", isNumeric: false),
  TableColumn(title: "precision", explanation: "share of the rows called positive that are"),
  TableColumn(title: "recall", explanation: "share of the positive rows that are called so"),
  TableColumn(title: "F1", explanation: "harmonic mean of precision and recall"),
  TableColumn(title: "ROC AUC", explanation: "area under the ROC curve", isMinor: true),
  TableColumn(title: "PR AUC", explanation: "area under precision over recall", isMinor: true),
  TableColumn(title: "MCC", explanation: "Matthews's correlation coefficient", isMinor: true),
  TableColumn(title: "accuracy", isMinor: true),
  TableColumn(title: "active", explanation: "coefficients that are not zero"),
  TableColumn(title: "rows", explanation: "rows held out", isMinor: true),
]

private func rows(of probes: [ProbeTraining.Probe]) -> [[TableCell]] {
  let baselines = probes.map(\.majority)
  let shared = Set(baselines).count == 1 ? baselines.first ?? nil : nil
  let own = probes.flatMap { probe in
    [cells(siteCell(probe), probe.test, active: probe.active.count)]
      + (shared == nil ? probe.majority.map { [baseline($0)] } ?? [] : [])
  }
  return own + (shared.map { [baseline($0)] } ?? [])
}

private func baseline(_ scores: ProbeScores) -> [TableCell] {
  cells(element("em") { "most common answer" }, scores, active: nil)
}

private func siteCell(_ probe: ProbeTraining.Probe) -> HTML {
  element("span") {
    breakable(probe.site)
    element("small") {
      probe.converged ? "" : "not converged after \(count(probe.iterations)) passes"
    }
  }
}

private func cells(_ name: HTML, _ scores: ProbeScores, active: Int?) -> [TableCell] {
  let numbers = [
    scores.precision, scores.recall, scores.f1, scores.rocAUC, scores.prAUC, scores.mcc,
    scores.accuracy,
  ]
  return [TableCell(name)] + numbers.map { TableCell(fixed($0, 3), value: $0) }
    + [
      active.map { TableCell(count($0), value: Double($0)) } ?? TableCell("–", value: .nan),
      TableCell(count(scores.count), value: Double(scores.count)),
    ]
}
