import Analysis
import Foundation
import Tensors
import Tokenizers
import Transformers

/// The likeliest next tokens at some positions of a prompt: what `run --json` prints.
struct NextTokenTable: Encodable {
  struct PromptToken: Encodable {
    let id: Int
    let text: String
  }

  struct Candidate: Encodable {
    let id: Int
    let text: String
    let logit: Double
    let probability: Double
  }

  struct Position: Encodable {
    let position: Int
    let top: [Candidate]
  }

  let model: String
  let prompt: String
  let tokens: [PromptToken]
  let next: [Position]

  init(
    model: LanguageModel, prompt: String?, ids: [Int], positions: [Int], logits: Matrix, top: Int
  ) {
    self.model = model.name
    self.prompt = prompt ?? model.tokenizer.decode(ids)
    tokens = ids.map { PromptToken(id: $0, text: model.tokenizer.text(of: $0)) }
    next = positions.enumerated().map { row, position in
      Position(
        position: position,
        top: candidates(logits[row: row], top: top, tokenizer: model.tokenizer))
    }
  }

  /// The table as text.
  var text: String {
    let style = TerminalStyle.output
    var table = TextTable(
      ["position", "after", "next", "logit", "probability", ""], rightAligned: [0, 3, 4])
    for entry in next {
      for (rank, candidate) in entry.top.enumerated() {
        table.add([
          rank == 0 ? "\(entry.position)" : "",
          rank == 0 ? "'\(visible(tokens[entry.position].text))'" : "",
          "'\(visible(candidate.text))'",
          String(format: "%.4f", candidate.logit),
          String(format: "%.4f", candidate.probability),
          style.bar(candidate.probability, limit: 1, width: 20),
        ])
      }
    }
    return table.text
  }
}

private func candidates(
  _ logits: Span<Float>, top: Int, tokenizer: Tokenizer
) -> [NextTokenTable.Candidate] {
  let normalizer = logSumExp(logits)
  let order = logits.indices.sorted { a, b in
    logits[a] != logits[b] ? logits[a] > logits[b] : a < b
  }
  return order.prefix(top).map { id in
    NextTokenTable.Candidate(
      id: id, text: tokenizer.text(of: id), logit: shortestDecimal(logits[id]),
      probability: exp(Double(logits[id]) - normalizer))
  }
}
