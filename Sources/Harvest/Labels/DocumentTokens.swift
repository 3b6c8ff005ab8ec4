import Activations
import Corpora
import Tokenizers

/// The harvested text of one document, put together from the tokens of its sequences.
struct DocumentTokens {
  /// The text's bytes.
  private(set) var bytes: [UInt8] = []

  /// Where each sequence's tokens of text begin in `ends`.
  private var starts: [Int] = []

  /// Where in `bytes` each token of text ends.
  private var ends: [Int] = []

  /// How many tokens at the beginning of each sequence are no text.
  private let prefixCount: Int

  /// Puts together the sequences of one document, in the order of its text.
  init(tokens: [[Int]], prefixCount: Int, tokenizer: Tokenizer) {
    self.prefixCount = prefixCount
    for sequence in tokens {
      starts.append(ends.count)
      for token in sequence.dropFirst(prefixCount) {
        bytes += tokenizer.bytes(of: token)
        ends.append(bytes.count)
      }
    }
  }

  /// The label of every token of every sequence; NaN where it has none.
  func labels(_ label: Label) -> [[Float]] {
    let values = LabelledText(bytes, ends: ends, for: [label]).values(label)
    return starts.indices.map { index in
      let end = index + 1 < starts.count ? starts[index + 1] : ends.count
      return Array(repeating: .nan, count: prefixCount) + values[starts[index]..<end]
    }
  }
}
