import Analysis

/// An ablation's part of a page: what each kind does to the loss, and where it does most.
func ablationView(_ ablation: Ablation) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "ablation" }
      ablation.model
    }
    factList([
      Fact("Documents", count(ablation.documents), note: "\(count(ablation.tokens)) tokens"),
      Fact("Loss", fixed(ablation.loss, 4), note: "of the model as it is"),
    ])
    warningList(ablation.warnings)
    sortableTable(
      "Ablations", columns: columns,
      rows: ablation.units.flatMap { unit in unit.kinds.map { cells(unit.unit, $0) } })
  }
}

private let columns: [TableColumn] = [
  TableColumn(title: "unit", isNumeric: false),
  TableColumn(title: "kind", isNumeric: false),
  TableColumn(title: "loss rises by", explanation: "mean over tokens"),
  TableColumn(title: "95 % interval", explanation: "over documents", isMinor: true),
  TableColumn(title: "logit changes by", explanation: "of the token that comes next"),
  TableColumn(title: "most at", isNumeric: false, isMinor: true),
]

private func cells(_ unit: String, _ effect: Ablation.Effect) -> [TableCell] {
  let loss = effect.lossChange
  let interval = zip([loss.ciLow].compactMap(\.self), [loss.ciHigh].compactMap(\.self)).map {
    "\(fixed($0, 4)) to \(fixed($1, 4))"
  }
  let place = effect.top.first.map { TableCell(visibleText($0.context + " ⟶ " + $0.next)) }
  return [
    TableCell(unit), TableCell(effect.kind.description),
    TableCell(fixed(loss.mean, 4), value: loss.mean), TableCell(interval.first ?? "–"),
    TableCell(fixed(effect.logitChange.mean, 4), value: effect.logitChange.mean),
    place ?? TableCell("–"),
  ]
}
