import Analysis
import Foundation

/// A patching as text: the prompts, how their tokens were paired, and a table for each grid.
struct PatchingText {
  private let result: Patching

  init(_ result: Patching) { self.result = result }

  /// The lines, joined.
  var text: String {
    var lines = [prompt("clean", result.clean, result.cleanMetric)]
    if let corrupted = result.corrupted, let metric = result.corruptedMetric {
      lines.append(prompt("corrupted", corrupted, metric))
      lines.append(alignment(result.clean, corrupted))
    }
    for warning in result.warnings { lines.append("warning: \(warning)") }
    for grid in result.sites {
      lines.append("")
      lines.append(title(of: grid))
      lines.append(table(of: grid))
    }
    return lines.joined(separator: "\n")
  }

  private func prompt(_ name: String, _ prompt: PromptText, _ metric: Figure) -> String {
    let mean = result.pairs > 1 ? " (the first of \(result.pairs); the mean of all)" : ""
    let number = String(format: "%.4f", metric.wrappedValue)
    return "\(name): '\(visible(prompt.prompt))', \(result.metric.rawValue) \(number)\(mean)"
  }

  private func alignment(_ clean: PromptText, _ corrupted: PromptText) -> String {
    let pairs = result.alignment.map { pair in
      let (a, b) = (clean.tokens[pair.clean].text, corrupted.tokens[pair.corrupted].text)
      return a == b ? "'\(visible(a))'" : "'\(visible(a))'↔'\(visible(b))'"
    }
    return "clean↔corrupted: " + pairs.joined(separator: " ")
  }

  private func title(of grid: Patching.Grid) -> String {
    let isForetold =
      result.method == .attributionPatching || result.method == .integratedGradients
    let what =
      isForetold
      ? "foretold change of \(result.metric.rawValue)"
      : grid.normalized == nil
        ? result.metric.rawValue
        : "share of the way from corrupted (0) to clean (1)"
    return "\(grid.site), \(result.direction.rawValue) by \(result.source): \(what)"
  }

  private func table(of grid: Patching.Grid) -> String {
    var table = TextTable(
      [""] + grid.columns.indices.map { heading($0, of: grid) },
      rightAligned: Set(0...grid.columns.count))
    for (row, values) in zip(grid.rows, grid.normalized ?? grid.values) {
      table.add([row.description] + values.map { decimal($0.wrappedValue) })
    }
    return table.text
  }

  /// A column's heading: the token where it is a position.
  private func heading(_ column: Int, of grid: Patching.Grid) -> String {
    let label = grid.columns[column]
    guard case .index(let position) = label, grid.by != .head else { return label.description }
    let isClean = result.direction == .denoising || result.corrupted == nil
    let tokens = isClean ? result.clean.tokens : result.corrupted?.tokens ?? []
    guard tokens.indices.contains(position) else { return label.description }
    return "\(position) \(visible(tokens[position].text))"
  }
}

/// A number with three decimals, a dash for NaN.
func decimal(_ value: Double) -> String {
  value.isFinite ? String(format: "%.3f", value) : "–"
}
