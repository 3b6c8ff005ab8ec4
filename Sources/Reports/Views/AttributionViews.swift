import Analysis

/// What an attribution looks like: the logit lens as lines, heads as layer × head, all else as bars.
func attributionViews(_ attribution: Attribution) -> [View] {
  switch attribution.by {
  case "logit-lens": [.lineChart(lens(attribution))]
  case "head": heads(attribution).map { [.heatmap($0)] } ?? [.unitTable(table(attribution))]
  case "component": [.barGrid(bars(attribution))]
  default: [.unitTable(table(attribution))]
  }
}

private func lens(_ attribution: Attribution) -> LineChart {
  LineChart(
    title: "Logit lens", xLabel: "state", xNames: attribution.rows.map(\.label),
    series: [
      .init(name: "logit difference", y: attribution.rows.map { Figure($0.value) })
    ])
}

/// Heads by layer; nil where a label is no head's, beyond rows of biases and others.
private func heads(_ attribution: Attribution) -> Heatmap? {
  let named = attribution.rows.compactMap { row -> (layer: Int, head: Int, value: Double)? in
    guard let (layer, head) = layerAndHead(row.label) else { return nil }
    return (layer, head, row.value)
  }
  guard let layers = named.map(\.layer).max(), let count = named.map(\.head).max() else {
    return nil
  }
  var values = [[Figure]](
    repeating: [Figure](repeating: Figure(Double.nan), count: count + 1), count: layers + 1)
  for one in named { values[one.layer][one.head] = Figure(one.value) }
  return Heatmap(
    title: "Direct effect of each head", rowName: "layer", columnName: "head",
    valueName: "logit difference", rows: (0...layers).map(String.init),
    columns: (0...count).map(String.init), values: values)
}

/// The layer and head of `10.7`, `L10H7` or `blocks.10.attn.7`; nil for any other label.
private func layerAndHead(_ label: String) -> (Int, Int)? {
  let numbers = label.split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
  guard numbers.count == 2, numbers.allSatisfy({ $0 < 1024 }) else { return nil }
  return (numbers[0], numbers[1])
}

private func bars(_ attribution: Attribution) -> BarGrid {
  BarGrid(
    title: "Direct effect of each part", xLabel: "part", valueName: "logit difference",
    panels: [
      .init(
        title: "Parts",
        bars: attribution.rows.map { .init(name: $0.label, value: $0.value) })
    ])
}

private func table(_ attribution: Attribution) -> UnitTable {
  UnitTable(
    title: "Attribution by \(attribution.by)", unit: attribution.by,
    names: attribution.rows.map(\.label),
    columns: [
      .init(
        title: "adds", explanation: "to the difference of the answers' logits",
        values: attribution.rows.map { Figure($0.value) })
    ])
}
