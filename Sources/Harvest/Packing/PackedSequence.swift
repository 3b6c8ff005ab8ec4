import Activations
import Corpora

/// A stretch of one document that a model reads at once.
struct PackedSequence: Sendable {
  /// The document that a stretch comes from.
  struct Source: Sendable {
    /// Its place in the corpus.
    let index: Int

    /// What names it in the corpus.
    let id: String

    let title: String

    /// Where in the corpus it begins, and where it ends.
    let start: CorpusCursor
    let end: CorpusCursor

    /// How many tokens of text of the corpus lie before it.
    let tokensBefore: Int

    /// The source of one of its prompts, which is a document by itself.
    func naming(prompt: Int?) -> Source {
      guard let prompt else { return self }
      return Source(
        index: index, id: "\(id)#\(prompt)", title: "\(title) #\(prompt)", start: start, end: end,
        tokensBefore: tokensBefore)
    }
  }

  /// The document.
  let source: Source

  /// The number of the stretch in the document, from 0.
  let number: Int

  /// Where it begins in the cleaned document, in bytes.
  let offset: Int

  /// The token ids: BOS first where there is one, padding last.
  let tokens: [Int]

  /// How many tokens at the beginning are no text.
  let prefixCount: Int

  /// How many tokens of text there are.
  let textTokenCount: Int

  /// The positions that get a row, in ascending order.
  let positions: [Int]

  /// For each label that is kept, that of every row.
  var labels: [[Float]] = []

  /// Whether the token budget left out the rest of what it would have held.
  let isCut: Bool

  /// The tokens that the model has to read: up to the last that gets a row.
  var tokensToRun: ArraySlice<Int> { tokens.prefix((positions.last ?? -1) + 1) }

  /// Where reading goes on behind it.
  func end() throws -> ReadingPlace {
    ReadingPlace(
      document: try source.start.json(), sequences: number + 1, tokens: source.tokensBefore,
      isCut: isCut ? true : nil)
  }
}
