import Foundation

/// A plot as a file of SVG, whole in itself: the drawing, under its name and the key to its colours.
struct Drawing {
  /// What it shows.
  let title: String

  /// The names of its lines and their styles; of a single line there is nothing to tell.
  var key: [(name: String, style: String)] = []

  /// How its cells are coloured.
  var scale: ColorScale?

  /// Markup with an `svg` element somewhere within, whose own room begins at its origin.
  let plot: HTML

  /// The file; what XML cannot hold, the control characters, becomes U+FFFD.
  var svg: String {
    let markup = plot.markup
    guard let start = markup.range(of: "<svg "),
      let end = markup.range(of: "</svg>", range: start.upperBound..<markup.endIndex),
      let opened = markup[start.upperBound...].firstIndex(of: ">"),
      let box = markup[start.upperBound..<opened].firstMatch(
        of: #/viewBox="0 0 ([0-9.]+) ([0-9.]+)"/#),
      let width = Double(box.1), let height = Double(box.2)
    else { return "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n" }
    let body = markup[markup.index(after: opened)..<end.upperBound]
    let caption = caption(width: width)
    let room =
      "0 \(pixel(-caption.height)) \(pixel(caption.width)) \(pixel(height + caption.height))"
    let file = """
      <svg xmlns="http://www.w3.org/2000/svg" class="plot\(scale == nil ? "" : " heat")" \
      width="\(pixel(caption.width))" height="\(pixel(height + caption.height))" viewBox="\(room)">\
      <style>\(colorStyleSheet)\(plotStyleSheet)\(Self.style)</style>\(caption.markup.markup)\(body)

      """
    return String(String.UnicodeScalarView(file.unicodeScalars.map(Self.held)))
  }

  private static let style = """
    svg { font-family: sans-serif; background: var(--paper); }
    .plot .title { fill: var(--ink); font-size: 14px; font-weight: 600; }
    """

  private static func held(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar.value < 32 && !"\t\n\r".unicodeScalars.contains(scalar) ? "\u{FFFD}" : scalar
  }

  /// What stands above the drawing, and the room that it takes.
  private func caption(width: Double) -> (markup: HTML, width: Double, height: Double) {
    let name = shownLabel(title, limit: 80, blank: " ")
    let wide = max(width, 8.4 * Double(name.count) + 24)
    let places = key.count > 1 ? keyPlaces(width: wide) : []
    let rows = (places.last.map { $0.row + 1 } ?? 0) + (scale == nil ? 0 : 1)
    let height = 30 + 20 * Double(rows)
    var markup = text("title", 12, 20 - height, name)
    for (entry, place) in zip(key, places) {
      let y = 38 - height + 20 * Double(place.row)
      markup += line("line \(entry.style)", place.x, y, place.x + 18, y)
      markup += text("entry", place.x + 24, y + 4, entry.name)
    }
    if let scale { markup += ramp(scale, y: 42 - height) }
    return (markup, wide, height)
  }

  /// Where each entry of the key stands, in as many rows as they need.
  private func keyPlaces(width: Double) -> [(x: Double, row: Int)] {
    var (x, row) = (12.0, 0)
    return key.map { entry in
      let room = 44 + 7.4 * Double(entry.name.count)
      if x > 12 && x + room > width { (x, row) = (12, row + 1) }
      defer { x += room }
      return (x, row)
    }
  }

  /// The key to the colours: from the least over zero to the greatest, in steps.
  private func ramp(_ scale: ColorScale, y: Double) -> HTML {
    var x = 12.0
    var result = HTML()
    func say(_ words: String) {
      result += text("entry", x, y, words)
      x += 7.6 * Double(words.count) + 6
    }
    func steps(_ side: String, _ strengths: [Int]) {
      for strength in strengths {
        result += element(
          "rect", .class(side), Attribute("x", pixel(x)), Attribute("y", pixel(y - 10)),
          Attribute("width", "5"), Attribute("height", "11"),
          Attribute("fill-opacity", "\(Double(strength) / 16)"))
        x += 5
      }
      x += 6
    }
    if scale.lower < 0 {
      say(exact(scale.lower))
      steps("cold", (1...16).reversed())
    }
    say("0")
    if scale.upper > 0 {
      steps("hot", Array(1...16))
      say(exact(scale.upper))
    }
    return result
  }
}
