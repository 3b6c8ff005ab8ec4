import Reports
import Tensors
import Tokenizers
import Transformers

extension TokenPredictions {
  /// Makes what a model foresaw at each place of a text, and what it holds likely to come next.
  ///
  /// - Parameters:
  ///   - ids: The text's tokens.
  ///   - logits: The logits behind each, shape `[position, dVocab]`.
  ///   - model: The model.
  ///   - top: How many of the likeliest and of the least likely candidates to keep.
  init(of ids: [Int], _ logits: Matrix, model: LanguageModel, top: Int) {
    let text = { (id: Int) in model.tokenizer.text(of: id) }
    let readings = (0..<logits.rows).map { LogitReading(logits[row: $0]) }
    let places = ids.indices.map { place in
      guard place > 0 else { return Position(text: text(ids[0]), value: .nan, top: []) }
      let reading = readings[place - 1]
      return Position(
        text: text(ids[place]), value: reading.logProbability(ids[place]),
        rank: reading.rank(ids[place]),
        top: reading.highest(top).map { Candidate(text: text($0), value: $1) },
        bottom: reading.lowest(top).map { Candidate(text: text($0), value: $1) })
    }
    self.init(
      title: "Log-probabilities", positions: places,
      next: readings.last?.highest(top).map { Candidate(text: text($0), value: $1) })
  }
}

/// The logits behind one token.
private struct LogitReading {
  private let logits: [Float]
  private let normalizer: Double
  private let order: [Int]

  init(_ logits: Span<Float>) {
    normalizer = logSumExp(logits)
    self.logits = logits.indices.map { logits[$0] }
    order = self.logits.indices.sorted { [logits = self.logits] a, b in
      logits[a] != logits[b] ? logits[a] > logits[b] : a < b
    }
  }

  func logProbability(_ id: Int) -> Double { Double(logits[id]) - normalizer }

  /// How many tokens have a higher logit.
  func rank(_ id: Int) -> Int { logits.count { $0 > logits[id] } }

  func highest(_ count: Int) -> [(Int, Double)] {
    order.prefix(count).map { ($0, logProbability($0)) }
  }

  func lowest(_ count: Int) -> [(Int, Double)] {
    order.suffix(count).reversed().map { ($0, logProbability($0)) }
  }
}
