import Analysis

extension Analysis.Unit {
  /// The units' name at the beginning of a heading.
  var plural: String {
    switch self {
    case .feature: "Features"
    case .head: "Heads"
    case .neuron: "Neurons"
    }
  }
}

/// A task's ranking as a part of a page: what was foretold beside what was measured, and what taking
/// the first out together does.
func taskRankingView(_ ranking: TaskRanking) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "\(ranking.unit.rawValue)s by task" }
      ranking.task
    }
    factList(facts(of: ranking))
    warningList(ranking.warnings)
    sortableTable(
      "\(ranking.unit.rawValue)s ranked by \(ranking.task)", columns: columns,
      rows: ranking.items.map(cells), isFiltered: true)
    for joint in ranking.joint ?? [] { element("p", .class("finding")) { joint.sentence } }
  }
}

private func facts(of ranking: TaskRanking) -> [Fact] {
  var facts = [
    Fact("Model", shownModel(ranking.model)), Fact("Prompts", count(ranking.prompts)),
    Fact("Compared", count(ranking.candidates), note: "\(ranking.unit.rawValue)s"),
    Fact("Replaced by", ranking.replacement.rawValue),
    Fact("Metric", "\(ranking.metric.rawValue) \(fixed(ranking.metricMean, 3))"),
  ]
  if let correlation = ranking.correlation, let r = correlation.pearson {
    facts.append(
      Fact("Foretold and measured", "r = \(fixed(r, 3))", note: "over \(correlation.count)"))
  }
  return facts
}

private let columns: [TableColumn] = [
  TableColumn(title: "unit", isNumeric: false),
  TableColumn(title: "predicted", explanation: "fall of the metric as the gradient foretells it"),
  TableColumn(title: "95 %", isNumeric: false, isMinor: true),
  TableColumn(title: "measured", explanation: "fall of the metric in a run without the unit"),
  TableColumn(title: "95 %", isNumeric: false, isMinor: true),
]

private func cells(_ item: TaskRanking.Item) -> [TableCell] {
  func value(_ key: String) -> Double { item.statistics[key]?.wrappedValue ?? .nan }
  func cell(_ key: String) -> TableCell {
    value(key).isFinite
      ? TableCell(fixed(value(key), 4), value: value(key)) : TableCell("–")
  }
  func interval(_ key: String) -> TableCell {
    let (low, high) = (value(key + "Low"), value(key + "High"))
    return TableCell(low.isFinite ? "\(fixed(low, 4)) to \(fixed(high, 4))" : "")
  }
  return [
    TableCell(item.name), cell("predicted"), interval("predicted"), cell("measured"),
    interval("measured"),
  ]
}
