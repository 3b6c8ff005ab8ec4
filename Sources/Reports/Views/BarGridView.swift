import Analysis

extension BarGrid: ViewContent {
  static let kind = View.Kind.barGrid

  var html: HTML { barGridView(self) }

  var drawings: [Drawing]? {
    panels.map { panel in
      Drawing(
        title: title + (panels.count > 1 ? ", \(panel.title)" : "") + ": \(valueName)",
        plot: barGridView(BarGrid(self, panel: panel)))
    }
  }

  var lines: [[String]] {
    [["panel", xLabel, valueName, "baseline"]]
      + panels.flatMap { panel in
        panel.bars.map {
          [panel.title, $0.name, csvNumber($0.value), csvNumber($0.baseline ?? .nan)]
        }
      }
  }
}

/// Panels of bars, as many side by side as fit, with one vertical axis for all.
func barGridView(_ grid: BarGrid) -> HTML {
  element("div") {
    element("p", .class("finding")) { "\(grid.valueName), by \(grid.xLabel)" }
    if grid.panels.count == 1 {
      barPlots(of: grid, size: .alone)
    } else {
      element("div", .class("charts")) { barPlots(of: grid) }
    }
  }
}

/// The panels of a grid, under their own titles or another.
func barPlots(
  of grid: BarGrid, title: String? = nil, size: PlotFrame.Size = .panel
) -> HTML {
  let values = grid.panels.flatMap(\.bars).flatMap { [$0.value, $0.baseline ?? 0] }
    .filter(\.isFinite)
  let range = min(0, values.min() ?? 0)...max(0, values.max() ?? 1)
  return grid.panels.reduce(into: HTML()) { plots, panel in
    plots += panelView(panel, title: title ?? panel.title, of: grid, range: range, size: size)
  }
}

private func panelView(
  _ panel: BarGrid.Panel, title: String, of grid: BarGrid, range: ClosedRange<Double>,
  size: PlotFrame.Size
) -> HTML {
  barPlot(
    title: title, xLabel: grid.xLabel,
    bars: panel.bars.map { bar in
      let baseline = bar.baseline.map { " · against \(exact($0))" } ?? ""
      return PlotBar(
        name: bar.name, value: bar.value, baseline: bar.baseline,
        tip: "\(shownName(bar.name)) · \(grid.valueName) \(exact(bar.value))\(baseline)"
      )
    }, top: range.upperBound, bottom: range.lowerBound, size: size)
}
