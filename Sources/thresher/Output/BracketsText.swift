import Analysis
import Foundation

/// Bracket scores as text: the vocabulary's classes, and a row of probabilities for each prompt.
struct BracketsText {
  private let scores: BracketScores

  init(_ scores: BracketScores) { self.scores = scores }

  /// The lines, joined.
  var text: String {
    let opening = scores.symbols.filter(\.opens).reduce(0) { $0 + $1.count }
    let all = scores.symbols.reduce(0) { $0 + $1.count }
    var lines = [classes.text, "", "\(opening) open, \(all - opening) close, \(all) in all"]
    lines += scores.warnings.map { "warning: \($0)" }
    if !scores.prompts.isEmpty { lines += ["", probabilities.text] }
    if scores.prompts.contains(where: { $0.metrics != nil }) { lines += ["", metrics.text] }
    return lines.joined(separator: "\n")
  }

  private var classes: TextTable {
    var table = TextTable(["bracket", "tokens", "the first of them"], rightAligned: [1])
    for symbol in scores.symbols {
      let examples = symbol.examples.map { "'\(visible($0))'" }.joined(separator: " ")
      table.add([symbol.symbol, "\(symbol.count)", examples])
    }
    return table
  }

  /// The probability of any bracket, and of each one given that.
  private var probabilities: TextTable {
    let symbols = scores.symbols.map(\.symbol)
    var table = TextTable(
      ["prompt", "any"] + symbols + ["likeliest"], rightAligned: Set(1...symbols.count + 1))
    for prompt in scores.prompts {
      let likeliest = symbols[prompt.likeliest]
      let verdict = prompt.answer.map { $0 == likeliest ? " right" : " not \($0)" } ?? ""
      table.add(
        [shortened(prompt.prompt), number(prompt.probability, 4)]
          + prompt.conditional.map { number($0.wrappedValue, 3) } + [likeliest + verdict])
    }
    return table
  }

  private var metrics: TextTable {
    let names = BracketMetric.allCases.map(\.rawValue)
    var table = TextTable(["prompt"] + names, rightAligned: Set(1...names.count))
    for prompt in scores.prompts {
      guard let metrics = prompt.metrics else { continue }
      table.add(
        [shortened(prompt.prompt)] + names.map { number(metrics[$0]?.wrappedValue ?? .nan, 4) })
    }
    return table
  }

  /// The end of a long prompt, which is what the next token depends on most.
  private func shortened(_ prompt: String) -> String {
    let text = visible(prompt)
    return text.count <= 44 ? text : "…" + text.suffix(43)
  }

  private func number(_ value: Double, _ digits: Int) -> String {
    value.isFinite ? String(format: "%.\(digits)f", value) : "–"
  }
}
