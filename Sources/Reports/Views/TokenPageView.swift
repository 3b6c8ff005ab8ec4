import Analysis

extension TokenPage: ViewContent {
  static let kind = View.Kind.tokenPage
  static let scripts: [StaticString] = [tokenPageScript]

  var html: HTML { tokenPageView(self) }

  var lines: [[String]] {
    let places = passages.enumerated().flatMap { passage, text in
      text.tokens.indices.map { (passage: passage, token: $0) }
    }
    let names = series.map { $0.keys.joined(separator: " ") }
    return [["passage", "position", "token"] + names]
      + places.map { place in
        let passage = passages[place.passage]
        return [
          "\(place.passage)", "\((passage.first ?? 0) + place.token)", passage.tokens[place.token],
        ]
          + series.map { series in
            let row = place.passage < series.values.count ? series.values[place.passage] : []
            return place.token < row.count ? csvNumber(row[place.token].wrappedValue) : ""
          }
      }
  }
}

/// A token page: its selectors, its key, and room in which its script writes the texts that are near
/// what is seen.
func tokenPageView(_ page: TokenPage) -> HTML {
  element("div", .class("tokenpage"), Attribute("data-view", "tokens")) {
    element("div", .class("tools")) {
      for (place, name) in page.selectors.enumerated() { selector(name, place) }
      element("label") {
        element("span") { "Find" }
        voidElement(
          "input", Attribute("type", "search"), Attribute("data-find"),
          Attribute("placeholder", "text of a token"), Attribute("aria-label", "Find a token"))
      }
      element("button", Attribute("type", "button"), Attribute("data-strongest")) {
        "Next strongest"
      }
      element("label") {
        voidElement("input", Attribute("type", "checkbox"), Attribute("data-shared"))
        element("span") { "one scale for all" }
      }
      element("output") {}
    }
    element("div", .class("legend"), Attribute("data-legend")) {
      element("span", Attribute("data-low")) {}
      element("span", .class("ramp n")) {}
      "0"
      element("span", .class("ramp p")) {}
      element("span", Attribute("data-high")) {}
    }
    element("div", Attribute("data-passages")) {}
    viewData(PackedTokenPage(page))
  }
}

private func selector(_ name: String, _ place: Int) -> HTML {
  element("label") {
    element("span") { name }
    element("select", Attribute("data-selector", "\(place)"), Attribute("aria-label", name)) {}
    voidElement(
      "input", Attribute("type", "search"), Attribute("data-search", "\(place)"),
      Attribute("hidden"), Attribute("placeholder", "search"),
      Attribute("aria-label", "Search \(name)"))
  }
}

/// A token page as its script reads it: each text of a token once, all else as numbers.
private struct PackedTokenPage: Encodable {
  struct Passage: Encodable {
    let document: String
    let first: Int
    let count: Int
  }

  let valueName: String
  let limit: Double?
  let keys: [[String]]
  let vocabulary: [String]
  let passages: [Passage]
  let tokens: String
  let series: [String]

  init(_ page: TokenPage) {
    var places: [String: Int] = [:]
    var vocabulary: [String] = []
    let ids = page.passages.flatMap(\.tokens).map { token in
      places[token]
        ?? {
          places[token] = vocabulary.count
          vocabulary.append(token)
          return vocabulary.count - 1
        }()
    }
    valueName = page.valueName
    limit = page.limit
    keys = page.series.map(\.keys)
    self.vocabulary = vocabulary
    passages = page.passages.map {
      Passage(document: $0.document, first: $0.first ?? 0, count: $0.tokens.count)
    }
    tokens = PackedNumbers.integers(ids)
    series = page.series.map { one in
      PackedNumbers.floats(
        page.passages.indices.lazy.flatMap { place in
          padded(
            place < one.values.count ? one.values[place] : [],
            to: page.passages[place].tokens.count)
        })
    }
  }
}

/// As many numbers as there are tokens, NaN for those that are missing.
private func padded(_ values: [Figure], to count: Int) -> [Double] {
  let known = values.prefix(count).map(\.wrappedValue)
  return known + Array(repeating: .nan, count: count - known.count)
}
