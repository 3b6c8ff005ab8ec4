import Analysis

extension ScatterChart: ViewContent {
  static let kind = View.Kind.scatterChart
  static let scripts: [StaticString] = [unitTableScript, scatterChartScript]

  var title: String { table.title }

  var html: HTML { scatterChartView(self) }

  var drawings: [Drawing]? {
    [Drawing(title: "\(title): \(y)", plot: scatterPlot(self))]
  }

  var lines: [[String]] { table.lines }
}

/// Points, and below them the table of their numbers: choosing one shows it in the other.
func scatterChartView(_ chart: ScatterChart) -> HTML {
  element("div", .class("scatter"), Attribute("data-scatter")) {
    scatterPlot(chart)
    unitTableView(chart.table)
  }
}

/// How many points can be pointed at; the others are drawn as one path.
private let pointLimit = 4000

/// The points alone.
func scatterPlot(_ chart: ScatterChart) -> HTML {
  let points = ScatterPoints(chart)
  guard let ranges = points.ranges else {
    return plotFigure(chart.table.title, element("p", .class("none")) { "nothing to plot" })
  }
  let frame = PlotFrame(x: ranges.x, y: ranges.y, size: .alone)
  let plot = frame.plot(title: chart.table.title, xLabel: chart.x) {
    for threshold in chart.thresholds where ranges.y.contains(threshold.y) {
      line("base", frame.x.start, frame.y(threshold.y), frame.x.end, frame.y(threshold.y))
      text(
        "threshold", frame.x.end, frame.y(threshold.y) - 5,
        shownName(threshold.name))
    }
    if points.others.count > 0 {
      element(
        "path", .class("dust"), Attribute("d", points.others.map { dust($0, frame) }.joined()))
    }
    for point in points.shown { dot(point, chart, frame) }
    element("circle", .class("ring"), Attribute("r", "6"), Attribute("visibility", "hidden")) {}
  }
  return element("figure", .class("chart")) {
    element("figcaption") {
      element("b") { chart.table.title }
      element("span", .class("upright")) { "↑ \(chart.y)" }
    }
    plot
  }
}

/// The points of a chart that lie anywhere.
private struct ScatterPoints {
  struct Point {
    let row: Int
    let x: Double
    let y: Double
  }

  var shown: [Point] = []
  var others: [Point] = []

  init(_ chart: ScatterChart) {
    let titles = chart.table.columns.map(\.title)
    guard let x = titles.firstIndex(of: chart.x), let y = titles.firstIndex(of: chart.y) else {
      return
    }
    let (xs, ys) = (chart.table.columns[x].values, chart.table.columns[y].values)
    let all = (0..<chart.table.rowCount).map {
      Point(row: $0, x: xs[$0].wrappedValue, y: ys[$0].wrappedValue)
    }.filter { $0.x.isFinite && $0.y.isFinite }
    let order = all.sorted { $0.y != $1.y ? $0.y > $1.y : $0.row < $1.row }
    shown = order.prefix(pointLimit).sorted { $0.row < $1.row }
    others = Array(order.dropFirst(pointLimit))
  }

  /// The stretches that hold all points, with some room about them.
  var ranges: (x: ClosedRange<Double>, y: ClosedRange<Double>)? {
    let all = shown + others
    func range(_ values: [Double]) -> ClosedRange<Double>? {
      guard let low = values.min(), let high = values.max() else { return nil }
      let room = (high - low) * 0.04
      return (low - room)...(high + room)
    }
    guard let x = range(all.map(\.x)), let y = range(all.map(\.y)) else { return nil }
    return (x, y)
  }

}

private func dot(_ point: ScatterPoints.Point, _ chart: ScatterChart, _ frame: PlotFrame) -> HTML {
  let isFound = chart.thresholds.first.map { point.y > $0.y } ?? false
  let name = "\(chart.table.unit) \(chart.table.name(point.row))"
  return element(
    "circle", .class(isFound ? (point.x < 0 ? "dot low" : "dot high") : "dot"),
    Attribute("cx", pixel(frame.x(point.x))), Attribute("cy", pixel(frame.y(point.y))),
    Attribute("r", isFound ? "3" : "2"), Attribute("data-point", "\(point.row)"),
    Attribute(
      "data-tip",
      "\(shownLabel(name, limit: 40)) · \(chart.x) \(exact(point.x)) · \(chart.y) \(exact(point.y))"
    ))
}

private func dust(_ point: ScatterPoints.Point, _ frame: PlotFrame) -> String {
  "M\(pixel(frame.x(point.x))) \(pixel(frame.y(point.y)))h0"
}
