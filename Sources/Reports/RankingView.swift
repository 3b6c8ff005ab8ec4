import Analysis

/// A ranking's part of a page: what was ranked, and a table to sort and search.
///
/// - Parameters:
///   - ranking: The ranking.
///   - anchors: The places of neurons and features that have a part of their own on the page.
/// - Returns: The part.
func rankingView(_ ranking: Ranking, anchors: [FeatureKey: String]) -> HTML {
  let columns = statisticColumns.filter { column in
    column.key != keyOfScore(ranking)
      && ranking.items.contains { $0.statistics[column.key] != nil }
  }
  return element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "\(ranking.unit.rawValue)s by \(ranking.by)" }
      ranking.label
    }
    factList(facts(of: ranking))
    warningList(ranking.warnings)
    sortableTable(
      "\(ranking.unit.rawValue)s ranked by \(ranking.label)",
      columns: leadingColumns(ranking) + columns.map(\.column),
      rows: rows(of: ranking, columns, anchors), isFiltered: true)
  }
}

/// What tells one neuron or feature from another.
struct FeatureKey: Hashable {
  let unit: Unit
  let sae: String?
  let site: String
  let index: Int
}

private func facts(of ranking: Ranking) -> [Fact] {
  let sites = Set(ranking.items.map(\.site)).sorted()
  return [
    Fact(sites.count == 1 ? "Site" : "Sites", sites.count == 1 ? sites[0] : count(sites.count)),
    Fact("Compared", count(ranking.candidates), note: "\(ranking.unit.rawValue)s"),
    Fact("Shown", count(ranking.items.count)),
    Fact("Label holds in", count(ranking.positives), note: "rows"),
    Fact("and fails in", count(ranking.negatives), note: "rows"),
  ]
}

/// The statistic that a ranking's score repeats.
private func keyOfScore(_ ranking: Ranking) -> String? {
  switch RankingCriterion(rawValue: ranking.by) {
  case .meanDifference: "effectSize"
  case .auc: "rocAUC"
  case .welchT: "welchT"
  case .mutualInformation: "mutualInformation"
  case .thresholdF1: "thresholdF1"
  case nil: ranking.by == "logit" ? "z" : nil
  }
}

/// A statistic's column: its key in the result, its heading, and how its numbers are written.
private struct StatisticColumn: Sendable {
  let key: String
  let column: TableColumn
  let format: @Sendable (Double) -> String
}

private let statisticColumns: [StatisticColumn] = [
  StatisticColumn(
    key: "beta", column: TableColumn(title: "beta", explanation: "slope of the log-odds"),
    format: { short($0) }),
  StatisticColumn(
    key: "ciLow",
    column: TableColumn(title: "from", explanation: "95 % interval of beta", isMinor: true),
    format: { short($0) }),
  StatisticColumn(
    key: "ciHigh",
    column: TableColumn(title: "to", explanation: "95 % interval of beta", isMinor: true),
    format: { short($0) }),
  StatisticColumn(
    key: "p", column: TableColumn(title: "p", explanation: "of Wald's test, two-sided"),
    format: { short($0) }),
  StatisticColumn(
    key: "p.benjamini-hochberg",
    column: TableColumn(
      title: "p, adjusted", explanation: "by Benjamini and Hochberg", isMinor: true),
    format: { short($0) }),
  StatisticColumn(
    key: "pseudoR2",
    column: TableColumn(title: "pseudo-R²", explanation: "McFadden's", isMinor: true),
    format: { fixed($0, 3) }),
  StatisticColumn(
    key: "heldOutAUC",
    column: TableColumn(
      title: "AUC, held out", explanation: "area under the ROC curve on rows not fitted to",
      isMinor: true),
    format: { fixed($0, 3) }),
  StatisticColumn(
    key: "effectSize",
    column: TableColumn(
      title: "d", explanation: "difference of the class means over the pooled standard deviation"),
    format: { fixed($0, 3) }),
  StatisticColumn(
    key: "rocAUC",
    column: TableColumn(
      title: "AUC",
      explanation: "area under the ROC curve: how often a row with the label is the higher one"),
    format: { fixed($0, 3) }),
  StatisticColumn(
    key: "meanPositive",
    column: TableColumn(
      title: "mean, holds", explanation: "mean where the label holds", isMinor: true),
    format: { short($0) }),
  StatisticColumn(
    key: "meanNegative",
    column: TableColumn(
      title: "mean, fails", explanation: "mean where the label fails", isMinor: true),
    format: { short($0) }),
  StatisticColumn(
    key: "density",
    column: TableColumn(
      title: "active in", explanation: "share of rows in which it is not zero", isMinor: true),
    format: { percent($0) }),
  StatisticColumn(
    key: "maximum",
    column: TableColumn(title: "largest", explanation: "largest activation", isMinor: true),
    format: { short($0) }),
]

private func leadingColumns(_ ranking: Ranking) -> [TableColumn] {
  [
    TableColumn(title: "#", explanation: "place in the ranking"),
    TableColumn(title: ranking.unit.rawValue, isNumeric: false),
    TableColumn(
      title: "score", explanation: "what the ranking goes by: \(ranking.by)", isNumeric: false),
  ]
}

private func rows(
  of ranking: Ranking, _ columns: [StatisticColumn], _ anchors: [FeatureKey: String]
) -> [[TableCell]] {
  let zero = ranking.by == RankingCriterion.auc.rawValue ? 0.5 : 0
  let scores = ranking.items.map { $0.score - zero }.filter(\.isFinite)
  let range = min(0, scores.min() ?? 0)...max(0, scores.max() ?? 0)
  return ranking.items.enumerated().map { place, item in
    [
      TableCell(count(place + 1), value: Double(place + 1)),
      TableCell(nameOf(item, in: ranking, anchors)),
      TableCell(scoreCell(item.score, zero: zero, in: range), value: item.score),
    ]
      + columns.map { column in
        let value = item.statistics[column.key]?.wrappedValue ?? .nan
        return TableCell(column.format(value), value: value)
      }
  }
}

private func nameOf(
  _ item: Ranking.Item, in ranking: Ranking, _ anchors: [FeatureKey: String]
) -> HTML {
  let name = ranking.unit.name(site: item.site, index: item.index, sae: ranking.sae)
  let key = FeatureKey(unit: ranking.unit, sae: ranking.sae, site: item.site, index: item.index)
  guard let anchor = anchors[key] else { return breakable(name) }
  return element("a", .link(to: anchor)) { breakable(name) }
}

@HTMLBuilder private func scoreCell(
  _ score: Double, zero: Double, in range: ClosedRange<Double>
) -> HTML {
  element("span", .class("score")) { fixed(score, 3) }
  inlineBar(score - zero, in: range)
}
