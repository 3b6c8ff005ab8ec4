import Analysis

/// An attribution's part of a page: what each part adds, and what is left.
func attributionView(_ attribution: Attribution) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "by \(attribution.by)" }
      shownModel(attribution.model)
    }
    factList(facts(of: attribution))
    warningList(attribution.warnings)
    for view in attributionViews(attribution) where view.isDrawing { viewBody(view) }
    sortableTable(
      "Attributions by \(attribution.by)", columns: columns(of: attribution),
      rows: rows(of: attribution), isFiltered: attribution.rows.count > 40)
  }
}

private func facts(of attribution: Attribution) -> [Fact] {
  let prompt = attribution.prompts.first?.prompt ?? ""
  var facts = [
    Fact("Prompts", count(attribution.prompts.count), note: prompt),
    Fact("Logit difference", fixed(attribution.logitDiff, 4)),
  ]
  if let remainder = attribution.remainder { facts.append(Fact("Remainder", short(remainder))) }
  return facts
}

/// The columns; of a single prompt there are no intervals, and a lens adds nothing up.
private func columns(of attribution: Attribution) -> [TableColumn] {
  let isLens = attribution.by == "logit-lens"
  let value = TableColumn(
    title: isLens ? "logit difference" : "adds",
    explanation: "to the logit of the right answer less the wrong one's", isNumeric: false)
  let interval = TableColumn(
    title: "95 % interval", explanation: "of the mean over prompts", isMinor: true)
  return [TableColumn(title: isLens ? "state" : "part", isNumeric: false), value]
    + (hasIntervals(attribution) ? [interval] : [])
}

private func hasIntervals(_ attribution: Attribution) -> Bool {
  attribution.rows.contains { $0.ciLow != nil && $0.ciHigh != nil }
}

private func rows(of attribution: Attribution) -> [[TableCell]] {
  let values = attribution.rows.map(\.value).filter(\.isFinite)
  let range = min(0, values.min() ?? 0)...max(0, values.max() ?? 0)
  let isWide = hasIntervals(attribution)
  return attribution.rows.map { row in
    [TableCell(row.label), TableCell(valueCell(row.value, in: range), value: row.value)]
      + (isWide ? [intervalCell(low: row.ciLow, high: row.ciHigh)] : [])
  }
}

@HTMLBuilder private func valueCell(_ value: Double, in range: ClosedRange<Double>) -> HTML {
  element("span", .class("score")) { fixed(value, 4) }
  inlineBar(value, in: range)
}
