/// One line of a plot.
struct PlotSeries {
  /// What the line is of.
  let name: String

  /// The points, in the order of `x`; one that is not finite leaves a gap.
  let points: [(x: Double, y: Double)]

  /// Whether it is what the others are held against, and is drawn as dots.
  var isReference = false
}

/// Lines over a common axis, with their values at the points nearest to the pointer.
///
/// - Parameters:
///   - title: What the plot shows.
///   - xLabel: The name of the horizontal axis.
///   - axis: How the numbers along that axis are written.
///   - series: The lines; of more than six, all are drawn alike and say their names when pointed at.
///   - size: How large it is.
/// - Returns: A figure; without a point to draw, a figure that says so.
func linePlot(
  title: String, xLabel: String, axis: PlotAxis = .numbers, series: [PlotSeries],
  size: PlotFrame.Size = .panel
) -> HTML {
  let points = series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
  let xs = points.map(\.x)
  let ys = points.map(\.y)
  guard let left = xs.min(), let right = xs.max(), let low = ys.min(), let high = ys.max() else {
    return plotFigure(title, element("p", .class("none")) { "nothing to plot" })
  }
  let room = (high - low) * 0.06
  let frame = PlotFrame(x: left...right, y: (low - room)...(high + room), axis: axis, size: size)
  let key = lineKey(series)
  let styles = key.map(\.style)
  let isCrowded = key.isEmpty
  let plot = frame.plot(title: title, xLabel: xLabel) {
    if low < 0 && high > 0 { line("zero", frame.x.start, frame.y(0), frame.x.end, frame.y(0)) }
    for (place, one) in series.enumerated() {
      for run in runs(of: one.points) {
        path(
          isCrowded ? "line one" : "line \(styles[place])",
          run.map { (frame.x($0.x), frame.y($0.y)) },
          tip: isCrowded ? "\(one.name) · at last \(exact(run[run.count - 1].y))" : nil)
      }
    }
    if !isCrowded { strips(frame, series, xLabel: xLabel, axis: axis) }
  }
  return plotFigure(title, key: key, plot)
}

/// The name and style of each line; of more than six beside references, none, since all look alike.
func lineKey(_ series: [PlotSeries]) -> [(name: String, style: String)] {
  guard series.count(where: { !$0.isReference }) <= 6 else { return [] }
  var place = -1
  return series.map { one in
    if one.isReference { return (one.name, "reference") }
    place += 1
    return (one.name, "s\(place)")
  }
}

/// The stretches of a line between its gaps.
private func runs(of points: [(x: Double, y: Double)]) -> [[(x: Double, y: Double)]] {
  points.split { !$0.x.isFinite || !$0.y.isFinite }.map(Array.init)
}

/// Upright strips, each of which says what the lines are where it stands; at most eighty.
private func strips(
  _ frame: PlotFrame, _ series: [PlotSeries], xLabel: String, axis: PlotAxis
) -> [HTML] {
  let xs = Array(Set(series.flatMap { $0.points.map(\.x) }.filter(\.isFinite))).sorted()
  let shown = (0..<min(80, xs.count)).map {
    xs[$0 * (xs.count - 1) / max(1, min(80, xs.count) - 1)]
  }
  return shown.indices.map { place in
    let x = frame.x(shown[place])
    let left = place == 0 ? frame.x.start : (frame.x(shown[place - 1]) + x) / 2
    let right = place == shown.count - 1 ? frame.x.end : (frame.x(shown[place + 1]) + x) / 2
    return rectangle(
      "strip", x: left, y: frame.y.end, width: right - left, height: frame.y.start - frame.y.end,
      tip: reading(of: series, at: shown[place], "\(xLabel) \(axis.name(of: shown[place]))"))
  }
}

private func reading(of series: [PlotSeries], at x: Double, _ place: String) -> String {
  let values = series.compactMap { one in
    one.points.first { $0.x == x }.map { "\(one.name) \(exact($0.y))" }
  }
  return ([place] + values).joined(separator: " · ")
}

/// A number as exactly as a reader could want it: up to six significant digits.
func exact(_ value: Double) -> String {
  guard value.isFinite else { return fixed(value, 0) }
  let magnitude = abs(value)
  guard magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e6) else {
    let decimals = magnitude >= 100 ? 2 : magnitude >= 1 ? 4 : 6
    return trimmed(fixed(value, decimals))
  }
  return value == value.rounded() && magnitude < 1e15 ? fixed(value, 0) : short(value)
}

/// Decimals without the zeros at their end.
private func trimmed(_ text: String) -> String {
  guard text.contains(".") else { return text }
  let kept = text.reversed().drop { $0 == "0" }
  return String(kept.drop { $0 == "." }.reversed())
}
