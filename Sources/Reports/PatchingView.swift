import Analysis

/// A patching's part of a page: a grid of numbers for each site.
func patchingView(_ patching: Patching) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { patching.method.rawValue }
      shownModel(patching.model)
    }
    factList(facts(of: patching))
    warningList(patching.warnings)
    for grid in patching.sites {
      heatmapView(Heatmap(grid, of: patching))
      folded(grid, of: patching)
    }
  }
}

private func facts(of patching: Patching) -> [Fact] {
  var facts = [
    Fact("Direction", patching.direction.rawValue, note: "from \(patching.source)"),
    Fact("Clean", fixed(patching.cleanMetric.wrappedValue, 3), note: patching.clean.prompt),
  ]
  if let corrupted = patching.corrupted, let metric = patching.corruptedMetric {
    facts.append(Fact("Corrupted", fixed(metric.wrappedValue, 3), note: corrupted.prompt))
  }
  return facts
}

/// The numbers of a grid, folded away.
private func folded(_ grid: Patching.Grid, of patching: Patching) -> HTML {
  element("details") {
    element("summary") { "The numbers" }
    gridTable(Heatmap(grid, of: patching))
  }
}

private func gridTable(_ grid: Heatmap) -> HTML {
  sortableTable(
    grid.title,
    columns: [TableColumn(title: grid.rowName, isNumeric: false)]
      + grid.columns.map { TableColumn(title: $0) },
    rows: zip(grid.rows, grid.values).map { row, values in
      [TableCell(row)]
        + values.map { TableCell(fixed($0.wrappedValue, 3), value: $0.wrappedValue) }
    })
}
