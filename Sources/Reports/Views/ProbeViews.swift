import Analysis

/// Probes as views: their scores and coefficients as bars, what else was asked for as lines.
func probeViews(_ training: ProbeTraining) -> [View] {
  let probes = training.probes
  let curves = [
    curveChart("ROC on held-out rows", x: "share of negative rows called positive", probes, \.roc),
    curveChart("Precision on held-out rows", x: "recall", probes, \.precisionByRecall),
    curveChart(
      "Share of positive rows by probability", x: "probability", probes, \.shareByProbability),
  ]
  return [.barGrid(scoreBars(probes)), .barGrid(coefficientBars(probes))]
    + (curves + probes.map(pathChart)).compactMap { $0.map(View.lineChart) }
}

private func scoreBars(_ probes: [ProbeTraining.Probe]) -> BarGrid {
  func panel(_ title: String, _ score: (ProbeScores) -> Double) -> BarGrid.Panel {
    BarGrid.Panel(
      title: title,
      bars: probes.map { probe in
        BarGrid.Bar(name: probe.site, value: score(probe.test), baseline: probe.majority.map(score))
      })
  }
  return BarGrid(
    title: "Probes on held-out rows", xLabel: "site", valueName: "score",
    panels: [panel("Precision", \.precision), panel("Recall", \.recall), panel("F1", \.f1)])
}

/// A panel for each probe, a bar for each of its largest coefficients, in the order of their columns.
private func coefficientBars(_ probes: [ProbeTraining.Probe]) -> BarGrid {
  BarGrid(
    title: "Coefficients", xLabel: "column", valueName: "coefficient",
    panels: probes.map { probe in
      let largest = probe.active.sorted { abs($0.coefficient) > abs($1.coefficient) }.prefix(24)
      return BarGrid.Panel(
        title: probe.site,
        bars: largest.sorted { $0.index < $1.index }.map {
          BarGrid.Bar(name: "\($0.index)", value: $0.coefficient)
        })
    })
}

/// A line for each probe that has the curve.
private func curveChart(
  _ title: String, x: String, _ probes: [ProbeTraining.Probe],
  _ curve: (ProbeTraining.Details) -> ProbeTraining.Details.Curve?
) -> LineChart? {
  let series = probes.compactMap { probe in
    probe.details.flatMap(curve).map { LineChart.Series(name: probe.site, x: $0.x, y: $0.y) }
  }
  return series.isEmpty ? nil : LineChart(title: title, xLabel: x, series: series)
}

/// The coefficients along a probe's path, those that end largest; one not yet in use is zero.
private func pathChart(_ probe: ProbeTraining.Probe) -> LineChart? {
  guard let path = probe.details?.path, let last = path.last else { return nil }
  let columns = last.active.sorted { abs($0.coefficient) > abs($1.coefficient) }.prefix(24)
  let points = path.map { point in
    Dictionary(point.active.map { ($0.index, $0.coefficient) }, uniquingKeysWith: { $1 })
  }
  return LineChart(
    title: "Path of \(probe.site)", xLabel: "C", isLogX: true,
    series: columns.map(\.index).sorted().map { column in
      LineChart.Series(
        name: "\(column)", x: path.map(\.C), y: points.map { Figure($0[column] ?? 0) })
    })
}
