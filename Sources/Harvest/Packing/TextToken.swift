import Tokenizers

/// A token of a document's text.
struct TextToken: Equatable, Sendable {
  /// Its number in the vocabulary.
  let id: Int

  /// The bytes of the document's text that it stands for.
  let range: Range<Int>
}

extension Tokenizer {
  /// The tokens of a stretch of a document that begins at a byte of it.
  ///
  /// A page's text is data: the names of special tokens in it are not those tokens.
  func textTokens(of text: some StringProtocol, at offset: Int = 0) -> [TextToken] {
    encode(String(text), parsingSpecialTokens: false).map {
      TextToken(
        id: $0.id, range: $0.range.lowerBound + offset..<$0.range.upperBound + offset)
    }
  }
}
