extension Tokenizer {
  /// The tokens of a text.
  ///
  /// Where the normalizer leaves text as it is, a byte-level token's range covers exactly its
  /// bytes. Bytes for which the vocabulary has neither a token nor an unknown one are dropped.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - parsingSpecialTokens: Whether a special token's text, such as `<|endoftext|>`, becomes that
  ///     token; otherwise it is text as any other, as it must be in text from strangers.
  /// - Returns: The tokens, in the order of the text.
  /// - Complexity: O(*n* log *n*) in the text's bytes.
  public func encode(_ text: String, parsingSpecialTokens: Bool = true) -> [Token] {
    var encoder = PieceEncoder(model: model)
    return encode(
      AlignedText(text), continuing: false, parsingSpecialTokens: parsingSpecialTokens, &encoder)
  }

  /// The tokens of a text, or of one that continues another whose end was text.
  func encode(
    _ source: AlignedText, continuing: Bool, parsingSpecialTokens: Bool,
    _ encoder: inout PieceEncoder
  ) -> [Token] {
    var normalizer = continuing ? normalizer?.continuing : normalizer
    var tokens: [Token] = []
    tokens.reserveCapacity(source.bytes.count / 3)
    let parts = rawMatcher.split(
      source.bytes.span, source.bytes.indices, parsingSpecialTokens: parsingSpecialTokens)
    for part in parts {
      switch part {
      case .token(let id, let range): tokens.append(Token(id: id, range: range))
      case .text(let range):
        let (normal, range) = normalizer?.normalize(source, range) ?? (source, range)
        appendTokens(of: normal, range, parsingSpecialTokens, &encoder, to: &tokens)
      }
      normalizer = self.normalizer
    }
    return tokens
  }

  private func appendTokens(
    of text: AlignedText, _ range: Range<Int>, _ parsingSpecialTokens: Bool,
    _ encoder: inout PieceEncoder, to tokens: inout [Token]
  ) {
    let parts = normalizedMatcher.split(
      text.bytes.span, range, parsingSpecialTokens: parsingSpecialTokens)
    for part in parts {
      switch part {
      case .token(let id, let range):
        tokens.append(Token(id: id, range: text.source(of: range)))
      case .text(let range):
        let pieces = preTokenizer.split(Pieces(text: text, ranges: [range]))
        appendTokens(of: pieces, &encoder, to: &tokens)
      }
    }
  }

  private func appendTokens(
    of pieces: Pieces, _ encoder: inout PieceEncoder, to tokens: inout [Token]
  ) {
    let bytes = pieces.text.bytes.span
    for range in pieces.ranges where !range.isEmpty {
      let base = range.lowerBound
      let found = encoder.tokens(of: bytes.extracting(range))
      for index in found.indices {
        let token = found[index]
        let range = base + token.range.lowerBound..<base + token.range.upperBound
        tokens.append(Token(id: token.id, range: pieces.text.source(of: range)))
      }
    }
  }

  /// The one token that a text is.
  ///
  /// - Parameter text: Text that must be one token, special or not.
  /// - Returns: Its id.
  /// - Throws: `TokenizerError` with code `.notOneToken`, which names the tokens that were found.
  public func singleToken(_ text: String) throws(TokenizerError) -> Int {
    let tokens = encode(text)
    if tokens.count == 1 { return tokens[0].id }
    let found = tokens.prefix(8).map { "\(quoted(self.text(of: $0.id))) (\($0.id))" }
      .joined(separator: ", ")
    throw TokenizerError(
      code: .notOneToken,
      message: "expected \(quoted(text)) to be one token, found \(tokens.count): "
        + "\(found)\(tokens.count > 8 ? ", …" : "")",
      path: path)
  }
}
