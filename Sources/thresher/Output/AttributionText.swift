import Analysis
import Foundation

/// An attribution as text: the prompts, a table of rows, and what they leave.
struct AttributionText {
  private let result: Analysis.Attribution

  init(_ result: Analysis.Attribution) { self.result = result }

  /// The lines, joined.
  var text: String {
    let first = result.prompts.first?.prompt ?? ""
    let count = result.prompts.count
    var lines = [
      count > 1
        ? "\(count) prompts, the first '\(visible(first))'" : "'\(visible(first))'",
      String(format: "logit difference %.4f", result.logitDiff) + (count > 1 ? " in the mean" : ""),
    ]
    lines += result.warnings
    lines.append("")
    lines.append(table.text)
    if let sum = result.sum, let remainder = result.remainder {
      lines.append("")
      lines.append(String(format: "sum %.4f, remainder %.2e", sum, remainder))
    }
    return lines.joined(separator: "\n")
  }

  private var table: TextTable {
    let isLens = result.by == "logit-lens"
    let isShares = result.by == "neuron-importance"
    var headings = [result.by, isShares ? "mean share" : "value"]
    if result.prompts.count > 1 { headings.append("95 % interval") }
    if isLens { headings += ["probability", "rank", "likeliest"] }
    if isShares { headings += result.prompts.map { "'\(visible($0.prompt))'" } }
    var table = TextTable(headings, rightAligned: Set(1..<headings.count))
    for row in result.rows {
      var cells = [row.label, number(row.value)]
      if result.prompts.count > 1 { cells.append(interval(row)) }
      if isLens {
        cells += [
          number(row.probability ?? .nan), String(format: "%.0f", row.rank ?? .nan),
          "'\(visible(row.likeliest ?? ""))'",
        ]
      }
      if isShares { cells += (row.perPrompt ?? []).map { number($0.wrappedValue) } }
      table.add(cells)
    }
    return table
  }

  private func interval(_ row: Analysis.Attribution.Row) -> String {
    guard let low = row.ciLow, let high = row.ciHigh else { return "–" }
    return "\(number(low)) to \(number(high))"
  }

  private func number(_ value: Double) -> String {
    value.isFinite ? String(format: "%.4f", value) : "–"
  }
}
