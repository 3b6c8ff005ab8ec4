import Analysis
import Foundation

extension View {
  /// The view's plots as files of SVG, each whole in itself; nil for a view that is no plot.
  ///
  /// A grid of bars makes a file for each panel. An attention pattern makes a heatmap of each head.
  public var svgs: [String]? { content.drawings.map { $0.map(drawing) } }

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

/// The `svg` element of some markup, with the page's styles inside it.
///
/// What XML cannot hold, the control characters, becomes U+FFFD.
private func drawing(_ html: HTML) -> String {
  let markup = html.markup
  guard let start = markup.range(of: "<svg "), let end = markup.range(of: "</svg>") else {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"
  }
  let body = markup[start.upperBound..<end.upperBound].unicodeScalars.map { scalar in
    scalar.value < 32 && !"\t\n\r".unicodeScalars.contains(scalar) ? "\u{FFFD}" : scalar
  }
  return """
    <svg xmlns="http://www.w3.org/2000/svg" \(opening(String(String.UnicodeScalarView(body))))

    """
}

/// The rest of an element after its name, with a sheet of styles put in as its first child.
private func opening(_ body: String) -> String {
  guard let end = body.firstIndex(of: ">") else { return body }
  let style = "svg { font-family: sans-serif; background: var(--paper); }"
  return body[...end] + "<style>\(colorStyleSheet)\(plotStyleSheet)\(style)</style>"
    + body[body.index(after: end)...]
}
