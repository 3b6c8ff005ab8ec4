import Analysis
import Foundation
import Reports
import Tensors
import Tokenizers
import Transformers

/// Where some heads look in a text: their patterns, and what is to be told of each.
struct HeadPatterns {
  private let heads: [HeadName]
  private let tokens: [String]
  private let patterns: [Matrix]
  private let readings: [HeadReading]

  init(of heads: [HeadName], in ids: [Int], by model: LanguageModel, top: Int) throws {
    let sites = Set(heads.map { HookName.Block.pattern.name(layer: $0.layer) })
    let result = try model.transformer(Run([ids], sites: sites))
    let count = ids.count
    patterns = heads.map { head in
      let all = result.cache.square(HookName.Block.pattern.name(layer: head.layer), sequence: 0)
      return all.map { $0.matrix.rows(head.index * count..<(head.index + 1) * count) }
        ?? Matrix(rows: count, columns: count)
    }
    readings = patterns.map { HeadReading($0, tokens: ids, limit: top) }
    tokens = ids.map { model.tokenizer.text(of: $0) }
    self.heads = heads
  }

  /// The patterns, and a table of the heads.
  var views: [View] {
    [
      .attentionPatterns(
        AttentionPatterns(
          title: "Attention", tokens: tokens,
          heads: zip(heads, patterns).map { head, pattern in
            .init(
              name: "\(head)",
              values: (0..<pattern.rows).map { row in
                (0..<pattern.columns).map { Figure(pattern[row, $0]) }
              })
          })),
      .unitTable(
        UnitTable(
          title: "Heads", unit: "head", names: heads.map(\.description),
          notes: readings.map { $0.looks.map(note).joined(separator: " ") },
          noteTitle: "looks most", columns: columns)),
    ]
  }

  private var columns: [UnitTable.Column] {
    func column(
      _ title: String, _ explanation: String, _ value: (HeadReading) -> Double
    ) -> UnitTable.Column {
      .init(title: title, explanation: explanation, values: readings.map { Figure(value($0)) })
    }
    return [
      column("first", "mean attention to the first token", \.first),
      column("itself", "mean attention to the token itself", \.itself),
      column("previous", "mean attention to the token before", \.previous),
      column(
        "induction", "mean attention to what came behind the same token earlier", \.induction),
      column("entropy", "mean entropy of where it looks, in nats", \.entropy),
    ]
  }

  private func words(_ look: HeadReading.Look) -> String {
    "\(visible(tokens[look.from])) → \(visible(tokens[look.to])) "
      + String(format: "%.2f", look.attention)
  }

  /// A look as a page shows it, where blanks are to be seen: `</→ul=0.44`.
  private func note(_ look: HeadReading.Look) -> String {
    tokens[look.from] + "→" + tokens[look.to] + String(format: "=%.2f", look.attention)
  }

  /// The table, and the strongest looks of each head.
  var text: String {
    var table = TextTable(
      ["head", "first", "itself", "previous", "induction", "entropy", "looks most"],
      rightAligned: [1, 2, 3, 4, 5])
    for (head, reading) in zip(heads, readings) {
      let numbers = [
        reading.first, reading.itself, reading.previous, reading.induction, reading.entropy,
      ]
      table.add(
        ["\(head)"] + numbers.map { $0.isFinite ? String(format: "%.3f", $0) : "–" }
          + [reading.looks.first.map(words) ?? ""])
    }
    return table.text
  }
}
