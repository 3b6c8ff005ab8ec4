import Analysis
import Foundation

/// What probes look like: scores by site, coefficients by layer, paths, and the curves of decisions.
func probeViews(_ training: ProbeTraining) -> [View] {
  let probes = training.probes
  let curves: [LineChart?] = [
    curves("ROC", x: "false alarms", probes, diagonal: "by chance") { $0.rocPoints },
    curves("Precision over recall", x: "recall", probes) { $0.precisionRecallPoints },
    curves("Calibration", x: "probability told", probes, diagonal: "as told") {
      $0.calibrationPoints
    },
    curves("Log-loss of documents left out", x: "C", probes, isLogX: true) { $0.validationPoints },
  ]
  return [.barGrid(scores(of: probes))] + (coefficients(of: probes).map { [.barGrid($0)] } ?? [])
    + probes.flatMap { paths(of: $0) }.map { .lineChart($0) }
    + curves.compactMap(\.self).map { .lineChart($0) }
}

/// A probe's name among others: its layer, or its site, with what else tells it apart.
func probeName(_ probe: ProbeTraining.Probe, among probes: [ProbeTraining.Probe]) -> String {
  let sparsity = probe.details?.sparsity.map { ", k \($0.k)" } ?? ""
  let isMixed = Set(probes.map(\.label)).count > 1
  return siteLabel(probe.site) + sparsity + (isMixed ? ", \(probe.label)" : "")
}

/// `18 mlp.hook_post` for `blocks.18.mlp.hook_post`; another site's name as it is.
func siteLabel(_ site: String) -> String {
  let parts = site.split(separator: ".", maxSplits: 2)
  return parts.count == 3 && parts[0] == "blocks" ? "\(parts[1]) \(parts[2])" : site
}

private func scores(of probes: [ProbeTraining.Probe]) -> BarGrid {
  func panel(_ title: String, _ score: (ProbeScores) -> Double) -> BarGrid.Panel {
    BarGrid.Panel(
      title: title,
      bars: probes.map { probe in
        .init(
          name: probeName(probe, among: probes), value: score(probe.test),
          baseline: probe.majority.map(score))
      })
  }
  return BarGrid(
    title: "Probes on held-out rows", xLabel: "site", valueName: "score",
    panels: [panel("Precision", \.precision), panel("Recall", \.recall), panel("F1", \.f1)])
}

/// The coefficients of each probe that are not zero, the largest two dozen in the order of columns.
private func coefficients(of probes: [ProbeTraining.Probe]) -> BarGrid? {
  let panels = probes.filter { !$0.active.isEmpty }.map { probe in
    let largest = probe.active.sorted { abs($0.coefficient) > abs($1.coefficient) }.prefix(24)
    let rest = probe.active.count - largest.count
    return BarGrid.Panel(
      title: probeName(probe, among: probes) + (rest > 0 ? " (\(count(rest)) smaller ones)" : ""),
      bars: largest.sorted { $0.index < $1.index }.map {
        .init(name: "\($0.index)", value: $0.coefficient)
      })
  }
  guard !panels.isEmpty else { return nil }
  return BarGrid(
    title: "Coefficients by layer", xLabel: "column", valueName: "coefficient", panels: panels)
}

/// A probe's coefficients along its path, and its score.
private func paths(of probe: ProbeTraining.Probe) -> [LineChart] {
  guard let path = probe.details?.path, path.count > 1 else { return [] }
  let strengths = path.map(\.C)
  var last: [Int: Double] = [:]
  for point in path {
    for one in point.active { last[one.index] = max(last[one.index] ?? 0, abs(one.coefficient)) }
  }
  let columns = last.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(40).map(\.key)
  let site = siteLabel(probe.site)
  return [
    LineChart(
      title: "Coefficients along the path, \(site)", xLabel: "C", isLogX: true,
      series: columns.map { column in
        .init(
          name: "\(column)", x: strengths,
          y: path.map { point in
            Figure(point.active.first { $0.index == column }?.coefficient ?? 0)
          })
      }),
    LineChart(
      title: "Score along the path, \(site)", xLabel: "C", isLogX: true,
      series: [
        .init(name: "F1", x: strengths, y: path.map { Figure($0.f1) }),
        .init(name: "area under ROC", x: strengths, y: path.map { Figure($0.rocAUC) }),
      ]),
  ]
}

/// A line for each probe that has points.
private func curves(
  _ title: String, x: String, _ probes: [ProbeTraining.Probe], isLogX: Bool? = nil,
  diagonal: String? = nil, points: (ProbeTraining.Details) -> [ProbeTraining.Details.Point]
) -> LineChart? {
  var series = probes.compactMap { probe -> LineChart.Series? in
    let points = probe.details.map(points) ?? []
    guard !points.isEmpty else { return nil }
    return .init(
      name: probeName(probe, among: probes), x: points.map(\.x), y: points.map { Figure($0.y) })
  }
  guard !series.isEmpty else { return nil }
  if let diagonal {
    series.append(
      .init(name: diagonal, x: [0, 1], y: [Figure(0.0), Figure(1.0)], isReference: true))
  }
  return LineChart(title: title, xLabel: x, isLogX: isLogX, series: series)
}
