import Analysis

extension Heatmap: ViewContent {
  static let kind = View.Kind.heatmap

  var html: HTML { heatmapView(self) }

  var drawings: [Drawing]? { [drawing] }

  /// The heatmap as a file of its own.
  var drawing: Drawing {
    let cells = HeatmapDrawing(self)
    return Drawing(title: title, scale: cells.scale, plot: cells.plot)
  }

  var lines: [[String]] {
    let grid = values.enumerated().flatMap { row, values in
      values.enumerated().map { column, value in
        [
          row < rows.count ? rows[row] : "\(row)", "\(column)",
          column < columns.count ? columns[column] : "",
          csvNumber(value.wrappedValue),
        ]
      }
    }
    return [[rowName, columnName, "label", valueName]] + grid
  }
}

/// A heatmap with its key, in a box of its own that scrolls where it is wider than the page.
func heatmapView(_ heatmap: Heatmap) -> HTML {
  let drawing = HeatmapDrawing(heatmap)
  return element("figure", .class("chart wide")) {
    element("figcaption") {
      element("b") { heatmap.title }
      drawing.scale.legend
    }
    if heatmap.values.allSatisfy(\.isEmpty) {
      element("p", .class("none")) { "nothing to plot" }
    } else {
      element("div", .class("over")) { drawing.plot }
    }
  }
}

/// Where a heatmap's cells and labels lie.
struct HeatmapDrawing {
  private let heatmap: Heatmap
  private let left: Double
  private let top: Double
  private let cell: (width: Double, height: Double)

  /// How its numbers are coloured.
  let scale: ColorScale

  init(_ heatmap: Heatmap) {
    self.heatmap = heatmap
    let columns = heatmap.columns.map { shownLabel($0).count }.max() ?? 1
    let rows = heatmap.rows.map { shownLabel($0).count }.max() ?? 1
    left = max(26 + 7.6 * Double(rows), 16 + 7 * Double(heatmap.rowName.count))
    top = columns > 3 ? 16 + 5.8 * Double(columns) : 22
    let width = heatmap.columns.count > 24 ? 20.0 : 26
    cell = (heatmap.showsValues == true ? max(width, 48) : width, 22)
    scale = ColorScale(
      heatmap.values.lazy.flatMap { $0.lazy.map(\.wrappedValue) }, zMin: heatmap.zMin,
      zMax: heatmap.zMax)
  }

  private var size: (width: Double, height: Double) {
    let lean = top > 22 ? top * 0.8 : 8
    return (
      left + cell.width * Double(heatmap.columns.count) + lean,
      top + cell.height * Double(heatmap.rows.count) + 24
    )
  }

  /// The drawing; the arrow keys walk over its cells.
  var plot: HTML {
    element(
      "svg", .class("plot heat"), Attribute("width", pixel(size.width)),
      Attribute("height", pixel(size.height)),
      Attribute("viewBox", "0 0 \(pixel(size.width)) \(pixel(size.height))"),
      Attribute("role", "group"), Attribute("aria-label", heatmap.title),
      Attribute("tabindex", "0"), Attribute("data-roving"),
      Attribute("data-columns", "\(heatmap.columns.count)")
    ) {
      labels
      rectangle(
        "ground", x: left, y: top, width: cell.width * Double(heatmap.columns.count),
        height: cell.height * Double(heatmap.rows.count))
      for (row, values) in heatmap.values.enumerated() {
        for (column, value) in values.enumerated() {
          cellView(value.wrappedValue, row: row, column: column)
        }
      }
    }
  }

  @HTMLBuilder private var labels: HTML {
    for (row, name) in heatmap.rows.enumerated() {
      text("ty", left - 7, top + cell.height * (Double(row) + 0.5) + 4, shownLabel(name))
    }
    for (column, name) in heatmap.columns.enumerated() { columnLabel(name, column) }
    text("ty name", left - 7, top - 8, heatmap.rowName)
    text("name", left, size.height - 6, heatmap.columnName)
  }

  private func columnLabel(_ name: String, _ column: Int) -> HTML {
    let x = left + cell.width * (Double(column) + 0.5)
    guard top > 22 else { return text("tx", x, top - 8, shownLabel(name)) }
    return element(
      "text", .class("token"),
      Attribute("transform", "translate(\(pixel(x + 3)) \(pixel(top - 6))) rotate(-52)")
    ) { shownLabel(name) }
  }

  @HTMLBuilder private func cellView(_ value: Double, row: Int, column: Int) -> HTML {
    let x = left + cell.width * Double(column)
    let y = top + cell.height * Double(row)
    let color = scale.color(value)
    element(
      "rect", .class("cell \(color?.side ?? "void")"), Attribute("x", pixel(x + 0.5)),
      Attribute("y", pixel(y + 0.5)), Attribute("width", pixel(cell.width - 1)),
      Attribute("height", pixel(cell.height - 1)),
      color.map { Attribute("fill-opacity", hundredths($0.strength)) },
      Attribute("data-z", value.isNaN ? "none" : "\(value)"),
      Attribute("data-tip", tip(value, row: row, column: column)))
    if heatmap.showsValues == true {
      text(
        (color?.strength ?? 0) > 0.6 ? "cellvalue strong" : "cellvalue", x + cell.width / 2,
        y + cell.height / 2 + 4, short(value))
    }
  }

  private func tip(_ value: Double, row: Int, column: Int) -> String {
    func label(_ names: [String], _ place: Int) -> String {
      place < names.count ? shownLabel(names[place], limit: 60) : "\(place)"
    }
    let columnLabel = label(heatmap.columns, column)
    let place = columnLabel == "\(column)" ? "" : " (\(column))"
    return "\(heatmap.rowName) \(label(heatmap.rows, row)) · \(heatmap.columnName) "
      + "\(columnLabel)\(place) · \(heatmap.valueName) \(value.isNaN ? "none" : exact(value))"
  }
}

/// A strength with two decimals.
private func hundredths(_ value: Double) -> String {
  "\((value * 100).rounded() / 100)"
}

/// A label in the letters of a drawing, which has no signs of its own: a blank as `·`, a line break as
/// `↵`, and no more than `limit` letters of it.
///
/// - Parameters:
///   - label: The label.
///   - limit: How many letters there is room for.
///   - blank: What stands for a blank; in names, that are no tokens, itself.
/// - Returns: What is shown.
func shownLabel(_ label: String, limit: Int = 14, blank: String = "·") -> String {
  var result = ""
  for scalar in label.unicodeScalars.prefix(4 * limit) {
    switch scalar {
    case " ": result += blank
    case "\n": result += "↵"
    case "\t": result += "⇥"
    case _ where isInvisible(scalar): result += codePoint(scalar)
    default: result.unicodeScalars.append(scalar)
    }
  }
  let isCut = result.count > limit || label.unicodeScalars.count > 4 * limit
  return isCut ? result.prefix(limit - 1) + "…" : result
}

/// A name of whatever kind with nothing in it that cannot be seen.
func shownName(_ name: String) -> String { shownLabel(name, limit: 60, blank: " ") }
