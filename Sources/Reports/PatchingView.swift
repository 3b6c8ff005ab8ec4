import Analysis

/// A patching's part of a page: a grid of numbers for each site.
func patchingView(_ patching: Patching) -> HTML {
  element("div", .class("result")) {
    element("h3") {
      element("span", .class("kicker")) { patching.method.rawValue }
      patching.model
    }
    factList(facts(of: patching))
    warningList(patching.warnings)
    for grid in patching.sites { gridTable(grid, of: patching) }
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

private func gridTable(_ grid: Patching.Grid, of patching: Patching) -> HTML {
  let titles = grid.columns.map { column -> String in
    guard grid.by != .head, case .index(let position) = column else { return column.description }
    let side = patching.direction == .denoising ? patching.clean : patching.corrupted
    let tokens = (side ?? patching.clean).tokens
    return tokens.indices.contains(position) ? tokens[position].text : "\(position)"
  }
  let numbers = grid.normalized ?? grid.values
  return sortableTable(
    grid.site,
    columns: [TableColumn(title: grid.site, isNumeric: false)]
      + titles.map { TableColumn(title: $0) },
    rows: zip(grid.rows, numbers).map { row, values in
      [TableCell(row.description)]
        + values.map { TableCell(fixed($0.wrappedValue, 3), value: $0.wrappedValue) }
    })
}
