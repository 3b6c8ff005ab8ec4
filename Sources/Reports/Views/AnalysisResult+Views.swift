public import Analysis
import Foundation

extension AnalysisResult {
  /// The result as views: its curves as lines, its statistics as a table, its slopes as a volcano.
  public var views: [View] {
    switch self {
    case .ablation(let ablation): TokenPage(ablation).map { [.tokenPage($0)] } ?? []
    case .attribution(let attribution): attributionViews(attribution)
    case .brackets(let scores): bracketViews(scores)
    case .featurePage(let page): [.barGrid(BarGrid(page)), .tokenPage(TokenPage(page))]
    case .patching(let patching): patching.sites.map { .heatmap(Heatmap($0, of: patching)) }
    case .saeTraining(let training): (training.curves ?? []).map { .lineChart(LineChart($0)) }
    case .ranking(let ranking): [volcano(ranking) ?? .unitTable(UnitTable(ranking))]
    case .replay(let replay): replayViews(replay)
    case .probe(let training): probeViews(training)
    case .taskRanking(let ranking): [.unitTable(UnitTable(ranking))]
    case .tasks(let scores): [.barGrid(BarGrid(scores))]
    case .saeEvaluation(let evaluation): evaluationViews(evaluation)
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
      title: "\(ranking.unit.plural) by \(ranking.label)", unit: ranking.unit.rawValue,
      names: ranking.items.map {
        ranking.unit.name(site: $0.site, index: $0.index, sae: ranking.sae)
      },
      columns: [Column(title: "score", values: ranking.items.map { Figure($0.score) })]
        + keys.map { key in
          Column(title: key, values: ranking.items.map { $0.statistics[key] ?? Figure(Double.nan) })
        })
  }
}

/// A volcano of slopes and their significance, of all that could be fitted, where a ranking has both.
private func volcano(_ ranking: Ranking) -> View? {
  guard let table = volcanoTable(ranking) ?? slopeTable(ranking) else { return nil }
  let bonferroni = 0.05 / Double(max(1, ranking.candidates))
  return .scatterChart(
    ScatterChart(
      table: table, x: "beta", y: significance,
      thresholds: [.init(name: "Bonferroni, 0.05", y: -log10(bonferroni))]))
}

/// The heading of how significant a slope is.
private let significance = "−log₁₀ p"

/// Every neuron that could be fitted, the most significant first.
private func volcanoTable(_ ranking: Ranking) -> UnitTable? {
  guard let sites = ranking.volcano, sites.contains(where: { !$0.index.isEmpty }) else {
    return nil
  }
  let points = sites.flatMap { site in
    site.index.indices.map { (site.site, site.index[$0], site.beta[$0], site.negativeLogP[$0]) }
  }.sorted { $0.3 > $1.3 }
  return UnitTable(
    title: "\(ranking.unit.plural) by \(ranking.label)", unit: ranking.unit.rawValue,
    names: points.map { ranking.unit.name(site: $0.0, index: $0.1, sae: ranking.sae) },
    columns: [
      .init(title: "beta", values: points.map { Figure($0.2) }),
      .init(title: significance, values: points.map { Figure($0.3 / log(10)) }),
    ])
}

/// The items of a ranking; a p of exactly zero counts as the least number that is not.
private func slopeTable(_ ranking: Ranking) -> UnitTable? {
  var table = UnitTable(ranking)
  guard table.columns.contains(where: { $0.title == "beta" }),
    let p = table.columns.first(where: { $0.title == "p" })
  else { return nil }
  let heights = p.values.map { Figure(-log10(max($0.wrappedValue, Double.leastNormalMagnitude))) }
  table.columns.append(UnitTable.Column(title: significance, values: heights))
  return table
}

extension BarGrid {
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

extension UnitTable {
  /// Makes a table of a task's ranking, a column for each statistic.
  fileprivate init(_ ranking: TaskRanking) {
    let keys = Set(ranking.items.flatMap { $0.statistics.keys }).sorted()
    self.init(
      title: "\(ranking.unit.plural) by \(ranking.task)", unit: ranking.unit.rawValue,
      names: ranking.items.map(\.name),
      columns: keys.map { key in
        Column(title: key, values: ranking.items.map { $0.statistics[key] ?? Figure(Double.nan) })
      })
  }
}
