public import Analysis

extension Heatmap {
  /// Makes a heatmap of a patching's grid, its positions named by their tokens.
  ///
  /// Normalized numbers are drawn from −1 to 1, where 1 is the clean prompt's metric, and 0 the
  /// corrupted one's; others to their largest magnitude.
  ///
  /// - Parameters:
  ///   - grid: The grid.
  ///   - patching: What it is a part of.
  public init(_ grid: Patching.Grid, of patching: Patching) {
    let isPositions = grid.columnsArePositions
    let side = patching.direction == .denoising ? patching.clean : patching.corrupted
    let tokens = (side ?? patching.clean).tokens
    self.init(
      title: grid.site, rowName: grid.by == .headPosition ? "head" : "layer",
      columnName: isPositions ? "position" : "head",
      valueName: grid.normalized == nil ? "metric" : "share of the way to the clean metric",
      rows: grid.rows.map(\.description),
      columns: grid.columns.map { column in
        guard isPositions, case .index(let position) = column, tokens.indices.contains(position)
        else { return column.description }
        return tokens[position].text
      },
      values: grid.normalized ?? grid.values, zMin: grid.normalized == nil ? nil : -1,
      zMax: grid.normalized == nil ? nil : 1)
  }
}

extension Patching.Grid {
  /// Whether a column is a place in the prompt, rather than a head.
  fileprivate var columnsArePositions: Bool { by != .head }
}
