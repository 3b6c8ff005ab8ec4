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

  /// How many tokens at the end of each sequence are no text.
  private var paddingCounts: [Int] = []

  /// Puts together the sequences of one document, in the order of its text.
  ///
  /// - Parameters:
  ///   - tokens: The tokens of each sequence.
  ///   - prefixCount: How many at the beginning of each are no text.
  ///   - paddingToken: What fills sequences up behind their text; nil for nothing.
  ///   - tokenizer: What the tokens are of.
  init(tokens: [[Int]], prefixCount: Int, paddingToken: Int? = nil, tokenizer: Tokenizer) {
    self.prefixCount = prefixCount
    for sequence in tokens {
      starts.append(ends.count)
      let text = sequence.dropFirst(prefixCount)
      // In text the padding token does not occur: the names of special tokens are not parsed there.
      let padding = text.reversed().prefix { $0 == paddingToken }.count
      for token in text.dropLast(padding) {
        bytes += tokenizer.bytes(of: token)
        ends.append(bytes.count)
      }
      paddingCounts.append(padding)
    }
  }

  /// For each label that of every token of every sequence; NaN where it has none.
  func labels(_ labels: [Label]) -> [[[Float]]] {
    let text = LabelledText(bytes, ends: ends, for: labels)
    return labels.map { bySequence(text.values($0)) }
  }

  private func bySequence(_ values: [Float]) -> [[Float]] {
    starts.indices.map { index in
      let end = index + 1 < starts.count ? starts[index + 1] : ends.count
      return Array(repeating: .nan, count: prefixCount) + values[starts[index]..<end]
        + Array(repeating: .nan, count: paddingCounts[index])
    }
  }
}
