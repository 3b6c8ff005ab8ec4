import Analysis

extension TokenPredictions: ViewContent {
  static let kind = View.Kind.tokenPredictions
  static let scripts: [StaticString] = [tokenPredictionsScript]

  var html: HTML { tokenPredictionsView(self) }

  var lines: [[String]] {
    [["position", "token", "place", "candidate", valueName]]
      + positions.enumerated().flatMap { place, position in
        [["\(place)", position.text, "own", position.text, csvNumber(position.value)]]
          + candidateLines(position.top, "top", place, position)
          + candidateLines(position.bottom ?? [], "bottom", place, position)
      }
      + (next ?? []).enumerated().map {
        ["\(positions.count)", "", "top \($0 + 1)", $1.text, csvNumber($1.value)]
      }
  }
}

private func candidateLines(
  _ candidates: [TokenPredictions.Candidate], _ name: String, _ place: Int,
  _ position: TokenPredictions.Position
) -> [[String]] {
  candidates.enumerated().map {
    ["\(place)", position.text, "\(name) \($0 + 1)", $1.text, csvNumber($1.value)]
  }
}

/// A text coloured by how it was foreseen, and beside it what was foreseen at the token chosen.
func tokenPredictionsView(_ predictions: TokenPredictions) -> HTML {
  let scale = ColorScale(predictions.positions.lazy.map(\.value))
  return element("div", .class("predictions"), Attribute("data-view", "predictions")) {
    scale.tokenLegend
    element("div", .class("split")) {
      element(
        "p", .class("tokens"), Attribute("tabindex", "0"), Attribute("data-roving"),
        Attribute("data-first", "0"), Attribute("data-name", predictions.valueName)
      ) {
        for position in predictions.positions { tokenView(position, scale) }
        if predictions.next?.isEmpty == false {
          element("span", .class("next"), Attribute("data-v", "none")) {}
        }
      }
      element("div", .class("aside"), Attribute("aria-live", "polite")) {}
    }
    viewData(PackedPredictions(predictions))
  }
}

private func tokenView(_ position: TokenPredictions.Position, _ scale: ColorScale) -> HTML {
  element(
    "span", tokenStyle(position.value, limit: scale.limit).map { .class($0) },
    Attribute("data-v", position.value.isNaN ? "none" : "\(position.value)")
  ) { visibleText(position.text) }
}

/// The style of a token: `p` above zero or `n` below it, and a level from 1 to 20.
private func tokenStyle(_ value: Double, limit: Double) -> String? {
  guard value.isFinite, value != 0, limit > 0 else { return nil }
  let level = max(1, min(20, Int((20 * abs(value) / limit).rounded())))
  return "\(value > 0 ? "p" : "n") l\(level)"
}

extension ColorScale {
  /// The key to the colours of tokens.
  var tokenLegend: HTML {
    element("div", .class("legend")) {
      if lower < 0 {
        exact(-limit)
        element("span", .class("ramp n")) {}
      }
      "0"
      if upper > 0 && lower != -upper || lower == 0 {
        element("span", .class("ramp p")) {}
        exact(limit)
      }
    }
  }
}

/// Candidates as their script reads them.
private struct PackedPredictions: Encodable {
  struct Position: Encodable {
    let rank: Int?
    let top: [String]
    let bottom: [String]
  }

  let valueName: String
  let positions: [Position]
  let values: String

  init(_ predictions: TokenPredictions) {
    valueName = predictions.valueName
    let next = predictions.next ?? []
    positions =
      predictions.positions.map { position in
        Position(
          rank: position.rank, top: position.top.map(\.text),
          bottom: position.bottom?.map(\.text) ?? [])
      } + (next.isEmpty ? [] : [Position(rank: nil, top: next.map(\.text), bottom: [])])
    values = PackedNumbers.doubles(
      (predictions.positions.flatMap { $0.top + ($0.bottom ?? []) } + next).map(\.value))
  }
}
