/// Plots of a result: grids of panels under a heading each, and single plots side by side.
func plotsView(_ views: [View]) -> HTML {
  var grids = HTML()
  var single = HTML()
  for view in views {
    switch view {
    case .barGrid(let grid) where grid.panels.count > 1:
      grids += element("h4") { grid.title }
      grids += barGridView(grid)
    case .barGrid(let grid): single += barPlots(of: grid, title: grid.title)
    case .lineChart(let chart): single += lineChartView(chart, size: .panel)
    default: grids += viewBody(view)
    }
  }
  return element("div") {
    grids
    if !single.markup.isEmpty { element("div", .class("charts")) { single } }
  }
}
