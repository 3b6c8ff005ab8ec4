import Analysis
import Foundation

/// A ranking as views: a volcano for each site, where every neuron has a slope, and a table.
func rankingViews(_ ranking: Ranking) -> [View] {
  let volcanoes = (ranking.volcano ?? []).map { volcano($0, of: ranking) }
  return volcanoes + [.unitTable(UnitTable(ranking))]
}

/// A site's slopes over the negative logarithms of their probabilities.
private func volcano(_ points: Ranking.Volcano, of ranking: Ranking) -> View {
  let table = UnitTable(
    title: "\(ranking.label) by \(points.site)", unit: ranking.unit.rawValue,
    names: points.index.map {
      ranking.unit.name(site: points.site, index: $0, sae: ranking.sae)
    },
    columns: [
      UnitTable.Column(title: "beta", values: points.beta.map { Figure($0) }),
      UnitTable.Column(
        title: "−ln p", explanation: "natural logarithm of Wald's p",
        values: points.negativeLogP.map { Figure($0) }),
    ])
  return .scatterChart(
    ScatterChart(
      table: table, x: "beta", y: "−ln p",
      thresholds: (ranking.corrections ?? []).filter { $0.threshold > 0 }.map {
        .init(name: "\($0.method), \($0.level)", y: -log($0.threshold))
      }))
}
