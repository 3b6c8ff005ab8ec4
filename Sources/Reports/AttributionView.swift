import Analysis

/// An attribution's part of a page: what each part adds, and what is left.
func attributionView(_ attribution: Attribution) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "by \(attribution.by)" }
      attribution.model
    }
    factList(facts(of: attribution))
    warningList(attribution.warnings)
    for view in attributionViews(attribution) where view.isDrawing { viewBody(view) }
    sortableTable(
      "Attributions by \(attribution.by)", columns: columns,
      rows: attribution.rows.map(cells), isFiltered: attribution.rows.count > 40)
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

private let columns: [TableColumn] = [
  TableColumn(title: "part", isNumeric: false),
  TableColumn(title: "adds", explanation: "to the logit of the right answer less the wrong one's"),
  TableColumn(title: "95 % interval", explanation: "of the mean over prompts", isMinor: true),
]

private func cells(_ row: Attribution.Row) -> [TableCell] {
  let interval = zip([row.ciLow].compactMap(\.self), [row.ciHigh].compactMap(\.self)).map {
    "\(fixed($0, 4)) to \(fixed($1, 4))"
  }
  return [
    TableCell(row.label), TableCell(fixed(row.value, 4), value: row.value),
    TableCell(interval.first ?? "–"),
  ]
}
