/// The frame of a plot: its size, its axes, and room for their labels.
///
/// Plots are drawn at about the size at which they are shown, so that their letters keep theirs: one of
/// several side by side at 320 pixels, one that stands alone at 420.
struct PlotFrame {
  /// How large a plot is.
  enum Size {
    case panel
    case alone

    var width: Double { self == .panel ? 320 : 420 }
    var height: Double { self == .panel ? 204 : 244 }
  }

  let size: Size
  let x: PlotScale
  let y: PlotScale
  let xTicks: [(x: Double, label: String)]
  let yTicks: [Double]

  /// Makes a frame; without an axis, nothing is written along the horizontal one.
  init(
    x xDomain: ClosedRange<Double>, y yDomain: ClosedRange<Double>, axis: PlotAxis? = .numbers,
    size: Size = .panel
  ) {
    self.size = size
    let bottom = size.height - 38
    let trial = PlotScale(
      from: yDomain.lowerBound, to: yDomain.upperBound, start: bottom, end: 12)
    yTicks = trial.ticks(4)
    let letters = tickLabels(yTicks).map(\.count).max() ?? 1
    y = trial
    x = PlotScale(
      from: xDomain.lowerBound, to: xDomain.upperBound, start: 12 + 7.4 * Double(letters),
      end: size.width - 18)
    xTicks = axis?.ticks(x) ?? []
  }

  /// The whole plot: what `marks` draws, between the lines of the ticks and the axes' names.
  ///
  /// - Parameters:
  ///   - title: What the plot shows, for those who do not see it.
  ///   - xLabel: The name of the horizontal axis.
  ///   - marks: What is drawn.
  /// - Returns: An `svg` element whose marks are reached by the arrow keys.
  func plot(title: String, xLabel: String, @HTMLBuilder marks: () -> HTML) -> HTML {
    element(
      "svg", .class("plot"), Attribute("viewBox", "0 0 \(pixel(size.width)) \(pixel(size.height))"),
      Attribute("role", "group"), Attribute("aria-label", title), Attribute("tabindex", "0"),
      Attribute("data-roving")
    ) {
      axes(xLabel: xLabel)
      marks()
    }
  }

  @HTMLBuilder private func axes(xLabel: String) -> HTML {
    let ys = zip(yTicks, tickLabels(yTicks))
    for (tick, label) in ys {
      line("grid", x.start, y(tick), x.end, y(tick))
      text("ty", x.start - 7, y(tick) + 4, label)
    }
    for (tick, label) in xTicks {
      let half = 3.7 * Double(label.count)
      text("tx", max(half, min(size.width - half, x(tick))), y.start + 16, label)
    }
    line("axis", x.start, y.start, x.end, y.start)
    text("tx name", (x.start + x.end) / 2, size.height - 5, xLabel)
  }
}

/// A straight line.
func line(_ kind: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> HTML {
  element(
    "line", .class(kind), Attribute("x1", pixel(x1)), Attribute("y1", pixel(y1)),
    Attribute("x2", pixel(x2)), Attribute("y2", pixel(y2)))
}

/// Words at a point.
func text(_ kind: String, _ x: Double, _ y: Double, _ words: String) -> HTML {
  element("text", .class(kind), Attribute("x", pixel(x)), Attribute("y", pixel(y))) { words }
}

/// A rectangle; with a tip, it says the tip when it is pointed at.
func rectangle(
  _ kind: String, x: Double, y: Double, width: Double, height: Double, tip: String? = nil
) -> HTML {
  element(
    "rect", .class(kind), Attribute("x", pixel(x)), Attribute("y", pixel(y)),
    Attribute("width", pixel(max(0, width))), Attribute("height", pixel(max(0, height))),
    tip.map { Attribute("data-tip", $0) })
}

/// A path through points, closed down to `floor` where one is given.
func path(
  _ kind: String, _ points: [(x: Double, y: Double)], floor: Double? = nil, tip: String? = nil
) -> HTML {
  var d = ""
  for (place, point) in points.enumerated() {
    d += "\(place == 0 ? "M" : "L")\(pixel(point.x)) \(pixel(point.y))"
  }
  if let floor, let first = points.first, let last = points.last {
    d += "L\(pixel(last.x)) \(pixel(floor))L\(pixel(first.x)) \(pixel(floor))Z"
  }
  return element("path", .class(kind), Attribute("d", d), tip.map { Attribute("data-tip", $0) })
}

/// A plot under its name, with the key to its colours: each name and its style, where there are several.
func plotFigure(_ title: String, key: [(name: String, style: String)] = [], _ plot: HTML) -> HTML {
  element("figure", .class("chart")) {
    element("figcaption") {
      element("b") { title }
      if key.count > 1 {
        for (name, style) in key { element("span", .class("key \(style)")) { name } }
      }
    }
    plot
  }
}
