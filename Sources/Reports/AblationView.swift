import Analysis

/// An ablation's part of a page: what each kind does to the loss, and where it does most.
func ablationView(_ ablation: Ablation) -> HTML {
  let hasIntervals = ablation.units.flatMap(\.kinds).contains { $0.lossChange.ciLow != nil }
  return element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { "ablation" }
      shownModel(ablation.model)
    }
    factList([
      Fact("Documents", count(ablation.documents), note: "\(count(ablation.tokens)) tokens"),
      Fact("Loss", fixed(ablation.loss, 4), note: "of the model as it is"),
    ])
    warningList(ablation.warnings)
    sortableTable(
      "Ablations", columns: columns(hasIntervals: hasIntervals),
      rows: ablation.units.flatMap { unit in
        unit.kinds.map { cells(unit.unit, $0, hasIntervals: hasIntervals) }
      })
  }
}

/// The columns; of a single document there are no intervals.
private func columns(hasIntervals: Bool) -> [TableColumn] {
  [
    TableColumn(title: "unit", isNumeric: false), TableColumn(title: "kind", isNumeric: false),
    TableColumn(title: "loss rises by", explanation: "mean over tokens"),
  ]
    + (hasIntervals
      ? [TableColumn(title: "95 % interval", explanation: "over documents", isMinor: true)] : [])
    + [
      TableColumn(title: "logit changes by", explanation: "of the token that comes next"),
      TableColumn(title: "most at", isNumeric: false, isMinor: true),
    ]
}

private func cells(
  _ unit: String, _ effect: Ablation.Effect, hasIntervals: Bool
) -> [TableCell] {
  let loss = effect.lossChange
  let place = effect.top.first.map { place in
    TableCell(
      element("span", .class("tokens")) { visibleText(place.context + " ⟶ " + place.next) })
  }
  return [
    TableCell(unit), TableCell(effect.kind.description),
    TableCell(fixed(loss.mean, 4), value: loss.mean),
  ] + (hasIntervals ? [intervalCell(low: loss.ciLow, high: loss.ciHigh)] : []) + [
    TableCell(fixed(effect.logitChange.mean, 4), value: effect.logitChange.mean),
    place ?? TableCell("–"),
  ]
}
