import Analysis
import Transformers

/// A search for the heads that take most from the logit of the token that comes next.
struct NegativeHeads {
  private let stage: ReplayStage

  /// How many beginnings of documents are looked at, and how long they are at most.
  private static let prefixCount = 16
  private static let prefixLength = 48

  init(_ stage: ReplayStage) { self.stage = stage }

  /// All heads with what each adds directly, the mean over beginnings of documents, the lowest first.
  ///
  /// The unembedding is centred over the vocabulary, so that a logit is one above the mean logit.
  func search(_ documents: [[Int]]) throws -> [(head: HeadName, effect: Double)] {
    let prompts = documents.prefix(Self.prefixCount).enumerated().map { index, document in
      let limit = min(document.count - 1, Self.prefixLength)
      // Beginnings of different lengths, so that not all end in the same place of alike pages.
      let length = max(2, limit - index * 2)
      return AnsweredPrompt(
        tokens: Array(document.prefix(length)),
        answer: LogitCombination(right: document[min(length, document.count - 1)]))
    }
    let run = try AttributionRun(prompts, of: stage.model.transformer)
    let rows = try run.attribution(to: .heads).rows
    let effects = Dictionary(rows.map { ($0.label, mean($0.values)) }) { first, _ in first }
    return HeadName.all(of: stage.configuration).map { head in
      (head, effects["L\(head.layer)H\(head.index)"] ?? .nan)
    }.sorted { $0.effect < $1.effect }
  }
}
