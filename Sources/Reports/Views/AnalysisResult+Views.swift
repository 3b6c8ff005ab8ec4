public import Analysis
import Foundation

extension AnalysisResult {
  /// The result as views: its curves as lines, its statistics as a table, its slopes as a volcano.
  public var views: [View] {
    switch self {
    case .ablation(let ablation): TokenPage(ablation).map { [.tokenPage($0)] } ?? []
    case .attribution(let attribution): attributionViews(attribution)
    case .brackets(let scores): bracketViews(scores)
    case .patching(let patching): patching.sites.map { .heatmap(Heatmap($0, of: patching)) }
    case .saeTraining(let training): (training.curves ?? []).map { .lineChart(LineChart($0)) }
    case .ranking(let ranking): [volcano(ranking) ?? .unitTable(UnitTable(ranking))]
    case .replay(let replay): replayViews(replay)
    case .probe(let training): [.barGrid(BarGrid(training))]
    case .tasks(let scores): [.barGrid(BarGrid(scores))]
    case .study(let study): study.sections.flatMap(\.results).flatMap(\.views)
    default: []
    }
  }
}

extension LineChart {
  fileprivate init(_ curve: SAETraining.Curve) {
    self.init(
      title: curve.name, xLabel: "step",
      series: [Series(name: curve.name, x: curve.steps.map(Double.init), y: curve.values)])
  }
}

extension UnitTable {
  /// Makes a table of a ranking's items, a column for the score and for each statistic.
  public init(_ ranking: Ranking) {
    let keys = Set(ranking.items.flatMap { $0.statistics.keys }).sorted()
    self.init(
      title: "\(ranking.unit.rawValue)s by \(ranking.label)", unit: ranking.unit.rawValue,
      names: ranking.items.map {
        ranking.unit.name(site: $0.site, index: $0.index, sae: ranking.sae)
      },
      columns: [Column(title: "score", values: ranking.items.map { Figure($0.score) })]
        + keys.map { key in
          Column(title: key, values: ranking.items.map { $0.statistics[key] ?? Figure(Double.nan) })
        })
  }
}

/// A volcano of slopes and their significance, where a ranking has both.
///
/// A p of exactly zero is drawn as the least number that is not.
private func volcano(_ ranking: Ranking) -> View? {
  var table = UnitTable(ranking)
  guard table.columns.contains(where: { $0.title == "beta" }),
    let p = table.columns.first(where: { $0.title == "p" })
  else { return nil }
  let heights = p.values.map { value in
    Figure(-log10(max(value.wrappedValue, .leastNormalMagnitude)))
  }
  table.columns.append(UnitTable.Column(title: "−log10 p", values: heights))
  let bonferroni = 0.05 / Double(max(1, ranking.candidates))
  return .scatterChart(
    ScatterChart(
      table: table, x: "beta", y: "−log10 p",
      thresholds: [.init(name: "Bonferroni, 0.05", y: -log10(bonferroni))]))
}

extension BarGrid {
  fileprivate init(_ training: ProbeTraining) {
    func panel(_ title: String, _ score: (ProbeScores) -> Double) -> Panel {
      Panel(
        title: title,
        bars: training.probes.map { probe in
          Bar(
            name: probe.site, value: score(probe.test), baseline: probe.majority.map(score))
        })
    }
    self.init(
      title: "Probes on held-out rows", xLabel: "site", valueName: "score",
      panels: [
        panel("Precision", \.precision), panel("Recall", \.recall), panel("F1", \.f1),
      ])
  }

  fileprivate init(_ scores: TaskScores) {
    self.init(
      title: "Tasks", xLabel: "task", valueName: "share right",
      panels: [
        Panel(
          title: scores.model ?? "model",
          bars: scores.tasks.map { Bar(name: $0.task, value: $0.accuracy) })
      ])
  }
}
