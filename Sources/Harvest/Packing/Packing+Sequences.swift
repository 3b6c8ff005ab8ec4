public import Tokenizers

extension Packing {
  /// The sequences that one text becomes.
  ///
  /// - Parameters:
  ///   - text: The text; names of special tokens in it are text.
  ///   - tokenizer: What makes tokens of it.
  ///   - contextSize: How many tokens a sequence has at most, more than the prefix.
  ///   - prefix: What each begins with.
  /// - Returns: The token ids of each; of `lines` all are full, the last tokens being padding.
  public func sequences(
    of text: String, tokenizer: Tokenizer, contextSize: Int, prefix: [Int] = []
  ) -> [[Int]] {
    precondition(
      contextSize > prefix.count,
      "sequences: a context of \(contextSize) behind \(prefix.count) tokens")
    let packer = TextPacker(
      packing: self, tokenizer: tokenizer, contextSize: contextSize, prefixCount: prefix.count,
      maxDocumentTokens: .max)
    let padding = paddingToken(of: tokenizer)
    return packer.pieces(of: text) { _ in }.map { piece in
      let tokens = prefix + piece.tokens.map(\.id)
      guard let padding else { return tokens }
      return tokens + Array(repeating: padding, count: contextSize - tokens.count)
    }
  }
}
