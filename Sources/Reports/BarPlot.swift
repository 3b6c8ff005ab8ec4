/// One bar of a plot.
struct PlotBar {
  /// What stands below the bar.
  let name: String

  /// Its height; not drawn when it is NaN.
  let value: Double

  /// The height that it is held against, drawn as a line across.
  let baseline: Double?

  /// What the bar says when it is pointed at.
  let tip: String
}

/// Upright bars from zero, each with the line that it is held against.
///
/// - Parameters:
///   - title: What the plot shows.
///   - xLabel: What the bars are.
///   - bars: The bars, from left to right.
///   - top: The upper end of the axis; nil leaves it to the bars.
///   - bottom: The lower end.
///   - size: How large it is.
/// - Returns: A figure.
func barPlot(
  title: String, xLabel: String, bars: [PlotBar], top: Double? = nil, bottom: Double? = nil,
  size: PlotFrame.Size = .panel
) -> HTML {
  let values = bars.flatMap { [$0.value, $0.baseline ?? 0] }.filter(\.isFinite)
  let frame = PlotFrame(
    x: 0...Double(max(1, bars.count)),
    y: (bottom ?? min(0, values.min() ?? 0))...(top ?? max(0, values.max() ?? 1)), axis: nil,
    size: size)
  let room = frame.x(1) - frame.x(0)
  let letters = Double(bars.map(\.name.count).max() ?? 1)
  let every = max(1, Int((max(26, 7.2 * letters + 6) / room).rounded(.up)))
  let plot = frame.plot(title: title, xLabel: xLabel) {
    for (place, bar) in bars.enumerated() {
      let left = frame.x(Double(place))
      rectangleOfBar(bar, left: left, room: room, frame)
      if let baseline = bar.baseline, baseline.isFinite {
        line("base", left, frame.y(baseline), left + room, frame.y(baseline))
      }
      if place.isMultiple(of: every) {
        text("tx", left + room / 2, frame.y.start + 16, shownLabel(bar.name, limit: 24, blank: " "))
      }
      rectangle(
        "strip", x: left, y: frame.y.end, width: room, height: frame.y.start - frame.y.end,
        tip: bar.tip)
    }
  }
  return plotFigure(title, plot)
}

private func rectangleOfBar(
  _ bar: PlotBar, left: Double, room: Double, _ frame: PlotFrame
) -> HTML {
  guard bar.value.isFinite else { return HTML() }
  let gap = min(6, room * 0.18)
  let (top, bottom) = (frame.y(max(0, bar.value)), frame.y(min(0, bar.value)))
  return rectangle(
    bar.value < 0 ? "bar low" : "bar", x: left + gap, y: top, width: room - 2 * gap,
    height: bottom - top)
}

/// A bar on one line of a table, from a common zero.
///
/// - Parameters:
///   - value: The length, to the left when it is negative.
///   - range: The numbers at either end.
/// - Returns: A small drawing, or nothing for a number that is not finite.
func inlineBar(_ value: Double, in range: ClosedRange<Double>) -> HTML {
  guard value.isFinite && range.upperBound > range.lowerBound else { return HTML() }
  let scale = PlotScale(from: range.lowerBound, to: range.upperBound, start: 0, end: 96)
  let (from, to) = (scale(min(0, value)), scale(max(0, value)))
  return element(
    "svg", .class("inline"), Attribute("viewBox", "0 0 96 10"), Attribute("aria-hidden", "true")
  ) {
    rectangle(value < 0 ? "low" : "high", x: from, y: 1, width: to - from, height: 8)
    line("zero", scale(0), 0, scale(0), 10)
  }
}
