import Analysis
import Foundation

/// An ablation as text: a table of units and kinds, where the loss changes most, and every token's
/// change where it is there.
struct AblationText {
  private let result: Ablation

  init(_ result: Ablation) { self.result = result }

  /// The lines, joined.
  var text: String {
    var lines = [
      "\(plural(result.documents, "document")), \(result.tokens) tokens foreseen, "
        + String(format: "loss %.4f", result.loss)
    ]
    for warning in result.warnings { lines.append("warning: \(warning)") }
    lines += ["", table.text]
    for unit in result.units {
      for effect in unit.kinds where !effect.top.isEmpty {
        lines += ["", "\(unit.unit) \(effect.kind): the loss rises most at", places(effect.top)]
      }
    }
    if let texts = result.texts { lines += ["", tokens(texts).text] }
    return lines.joined(separator: "\n")
  }

  private var table: TextTable {
    var table = TextTable(
      ["unit", "kind", "loss change", "95 % interval", "logit change"],
      rightAligned: [2, 3, 4])
    for unit in result.units {
      for effect in unit.kinds {
        table.add([
          unit.unit, effect.kind.description, number(effect.lossChange.mean),
          interval(effect.lossChange), number(effect.logitChange.mean),
        ])
      }
    }
    return table
  }

  private func places(_ places: [Ablation.Place]) -> String {
    places.map { place in
      "  \(number(place.lossChange))  [\(place.document), \(place.position)]  "
        + "…\(visible(place.context)) ⟶ '\(visible(place.next))'"
    }.joined(separator: "\n")
  }

  /// A row for every token that is foreseen, a column for every unit and kind.
  private func tokens(_ texts: [[String]]) -> TextTable {
    let columns = result.units.flatMap { unit in unit.kinds.map { (unit.unit, $0) } }
    var table = TextTable(
      ["document", "position", "after", "next"] + columns.map { "\($0) \($1.kind)" },
      rightAligned: Set([0, 1] + columns.indices.map { $0 + 4 }))
    for (document, tokens) in texts.enumerated() {
      for position in tokens.indices.dropLast() {
        let numbers = columns.map { _, effect in
          number(effect.perToken?[document][position].wrappedValue ?? .nan)
        }
        table.add(
          [
            "\(document)", "\(position)", "'\(visible(tokens[position]))'",
            "'\(visible(tokens[position + 1]))'",
          ] + numbers)
      }
    }
    return table
  }

  private func interval(_ interval: MeanInterval) -> String {
    guard let low = interval.ciLow, let high = interval.ciHigh else { return "–" }
    return "\(number(low)) to \(number(high))"
  }

  private func number(_ value: Double) -> String {
    value.isFinite ? String(format: "%.4f", value) : "–"
  }
}
