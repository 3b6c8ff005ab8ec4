import Analysis

extension AttentionPatterns: ViewContent {
  static let kind = View.Kind.attentionPatterns
  static let scripts: [StaticString] = [attentionPatternsScript]

  var html: HTML { attentionPatternsView(self) }

  var drawings: [Drawing]? { heads.map { Heatmap($0, of: self).drawing } }

  var lines: [[String]] {
    [["head", "query", "key", "attention"]]
      + heads.flatMap { head in
        head.values.enumerated().flatMap { query, row in
          row.enumerated().map { [head.name, "\(query)", "\($0)", csvNumber($1.wrappedValue)] }
        }
      }
  }
}

/// A small picture of each head's pattern, which chooses the head, and the text, coloured by where the
/// chosen token looks, or by what looks at it.
func attentionPatternsView(_ patterns: AttentionPatterns) -> HTML {
  element("div", .class("attention"), Attribute("data-view", "attention")) {
    element(
      "div", .class("heads"), Attribute("role", "radiogroup"), Attribute("aria-label", "Head")
    ) {}
    element("div", .class("tools")) {
      element("label") {
        element("span") { "Colours show" }
        element("select", Attribute("data-direction")) {
          element("option", Attribute("value", "from")) { "where the chosen token looks" }
          element("option", Attribute("value", "to")) { "what looks at the chosen token" }
        }
      }
      element("output") {}
    }
    element("div", .class("looks")) {
      element("canvas", .class("matrix"), Attribute("aria-hidden", "true")) {}
      element(
        "p", .class("tokens"), Attribute("tabindex", "0"), Attribute("data-roving"),
        Attribute("data-first", "0"), Attribute("data-name", "attention")
      ) {
        for token in patterns.tokens { element("span") { visibleText(token) } }
      }
    }
    element("div", .class("legend")) {
      "0"
      element("span", .class("ramp p")) {}
      "1"
    }
    viewData(PackedPatterns(patterns))
  }
}

private struct PackedPatterns: Encodable {
  let names: [String]
  let count: Int
  let values: [String]

  init(_ patterns: AttentionPatterns) {
    names = patterns.heads.map(\.name)
    let size = patterns.tokens.count
    count = size
    values = patterns.heads.map { head in
      PackedNumbers.floats(
        (0..<size).lazy.flatMap { query in
          (0..<size).map { key in
            let hasValue = query < head.values.count && key < head.values[query].count
            return hasValue ? head.values[query][key].wrappedValue : .nan
          }
        })
    }
  }
}
