public import Analysis

extension AnalysisResult {
  /// The result as views: its curves as lines, its statistics as a table, its slopes as a volcano.
  public var views: [View] {
    switch self {
    case .ablation(let ablation): TokenPage(ablation).map { [.tokenPage($0)] } ?? []
    case .attribution(let attribution): attributionViews(attribution)
    case .patching(let patching): patching.sites.map { .heatmap(Heatmap($0, of: patching)) }
    case .saeTraining(let training): (training.curves ?? []).map { .lineChart(LineChart($0)) }
    case .ranking(let ranking): rankingViews(ranking)
    case .probe(let training): probeViews(training)
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
