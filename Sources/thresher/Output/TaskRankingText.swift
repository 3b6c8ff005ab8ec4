import Analysis
import Foundation

/// A ranking by a task as a table.
struct TaskRankingText {
  private let ranking: TaskRanking

  /// Shows a ranking.
  init(_ ranking: TaskRanking) { self.ranking = ranking }

  /// What was ranked, the table, and what taking the first out together does.
  var text: String {
    let heading = """
      \(ranking.task): \(ranking.metric.rawValue) \(decimal(ranking.metricMean)) over \
      \(ranking.prompts) prompts; by how much it falls without each of \(ranking.candidates) \
      \(ranking.unit.rawValue)s
      """
    let joint = (ranking.joint ?? []).map(\.sentence)
    return ([heading, table, correlation].compactMap { $0 } + joint).joined(separator: "\n")
  }

  private var table: String {
    var table = TextTable(
      ["rank", ranking.unit.rawValue, "predicted", "95 %", "measured", "95 %", "norm"],
      rightAligned: [0, 2, 4, 6])
    for (index, item) in ranking.items.enumerated() {
      func value(_ key: String) -> Double { item.statistics[key]?.wrappedValue ?? .nan }
      func interval(_ key: String) -> String {
        let (low, high) = (value(key + "Low"), value(key + "High"))
        return low.isFinite ? "\(decimal(low)) to \(decimal(high))" : ""
      }
      table.add([
        "\(index + 1)", item.name, decimal(value("predicted")), interval("predicted"),
        decimal(value("measured")), interval("measured"), decimal(value("norm")),
      ])
    }
    return table.text
  }

  private var correlation: String? {
    guard let correlation = ranking.correlation, let r = correlation.pearson else { return nil }
    let rho = correlation.spearman.map { String(format: ", Spearman's %.3f", $0) } ?? ""
    return String(
      format: "predicted and measured: Pearson's r %.3f%@, over \(correlation.count)", r, rho)
  }
}
