import Analysis

extension View {
  /// The view's plots as files of SVG, each whole in itself; nil for a view that is no plot.
  ///
  /// A grid of bars makes a file for each panel. An attention pattern makes a heatmap of each head.
  public var svgs: [String]? { content.drawings?.map(\.svg) }

  /// Whether it stands on a page without a script of its own.
  var isDrawing: Bool { type(of: content).scripts.isEmpty }
}

extension BarGrid {
  init(_ grid: BarGrid, panel: Panel) {
    self = grid
    panels = [panel]
  }
}

extension Heatmap {
  init(_ head: AttentionPatterns.Head, of patterns: AttentionPatterns) {
    self.init(
      title: "\(patterns.title), \(head.name)", rowName: "query", columnName: "key",
      valueName: "attention", rows: patterns.tokens, columns: patterns.tokens,
      values: head.values, zMin: 0, zMax: 1)
  }
}
