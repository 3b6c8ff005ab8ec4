extension Tokenizer {
  /// Makes the byte-level tokenizer of a GGUF file (`tokenizer.ggml.model` is `gpt2`).
  ///
  /// - Parameters:
  ///   - tokens: `tokenizer.ggml.tokens`, by id.
  ///   - merges: `tokenizer.ggml.merges`, each two tokens and a space between.
  ///   - tokenTypes: `tokenizer.ggml.token_type`, or empty: 3 is special, 4 is added.
  ///   - preTokenizer: `tokenizer.ggml.pre`, such as `gpt-2`, `smollm`, `llama-bpe`, `qwen2`.
  ///   - beginning: `tokenizer.ggml.bos_token_id`.
  ///   - end: `tokenizer.ggml.eos_token_id`.
  ///   - padding: `tokenizer.ggml.padding_token_id`.
  ///   - addsBeginning: `tokenizer.ggml.add_bos_token`.
  ///   - addsEnd: `tokenizer.ggml.add_eos_token`.
  ///   - path: The file, for messages.
  /// - Throws: `TokenizerError` with code `.inconsistent` for metadata that do not fit together,
  ///   `.unsupported` for a pre-tokenizer that is not known here.
  public init(
    tokens: [String], merges: [String], tokenTypes: [Int] = [], preTokenizer: String,
    beginning: Int? = nil, end: Int? = nil, padding: Int? = nil, addsBeginning: Bool = false,
    addsEnd: Bool = false, path: String
  ) throws(TokenizerError) {
    var definition = TokenizerDefinition(path: path)
    try definition.take(tokens: tokens, types: tokenTypes)
    var pairs = ByteStrings()
    for (index, merge) in merges.enumerated() {
      guard pairs.appendPair(Array(merge.utf8)[...]) else {
        throw definition.error(
          "merge \(index) is \(quoted(merge)): expected two tokens and a space between")
      }
    }
    definition.merges = .pairs(pairs)
    try definition.take(preTokenizer: preTokenizer)
    (definition.beginning, definition.end, definition.padding) = (beginning, end, padding)
    (definition.addsBeginning, definition.addsEnd) = (addsBeginning, addsEnd)
    try self.init(definition)
  }

  /// Makes the SentencePiece tokenizer of a GGUF file (`tokenizer.ggml.model` is `llama`).
  ///
  /// Two tokens merge where together they are a third, the one of highest score first.
  ///
  /// - Parameters:
  ///   - tokens: `tokenizer.ggml.tokens`, by id, with `▁` for a space.
  ///   - scores: `tokenizer.ggml.scores`, one for each token; none is NaN.
  ///   - tokenTypes: `tokenizer.ggml.token_type`, or empty: 2 is unknown, 3 special, 4 added.
  ///   - addsPrefixSpace: `tokenizer.ggml.add_space_prefix`.
  ///   - beginning: `tokenizer.ggml.bos_token_id`.
  ///   - end: `tokenizer.ggml.eos_token_id`.
  ///   - padding: `tokenizer.ggml.padding_token_id`.
  ///   - addsBeginning: `tokenizer.ggml.add_bos_token`.
  ///   - addsEnd: `tokenizer.ggml.add_eos_token`.
  ///   - path: The file, for messages.
  /// - Throws: `TokenizerError` with code `.inconsistent` for metadata that do not fit together.
  public init(
    tokens: [String], scores: [Float], tokenTypes: [Int] = [], addsPrefixSpace: Bool = true,
    beginning: Int? = nil, end: Int? = nil, padding: Int? = nil, addsBeginning: Bool = true,
    addsEnd: Bool = false, path: String
  ) throws(TokenizerError) {
    var definition = TokenizerDefinition(path: path)
    guard scores.count == tokens.count, !scores.contains(where: \.isNaN) else {
      throw definition.error(
        "expected a score for each of \(tokens.count) tokens, found \(scores.count)")
    }
    try definition.take(tokens: tokens, types: tokenTypes)
    definition.spelling = .characters
    definition.merges = .ranks(ranks(of: scores, types: tokenTypes))
    definition.fallsBackToBytes = true
    definition.unknown =
      tokenTypes
      .firstIndex(of: TokenizerDefinition.TokenType.unknown).map { tokens[$0] }
    definition.preTokenizer = .none
    let marks = Normalizer.replace(.literal(" "), with: "▁")
    definition.normalizer = addsPrefixSpace ? .sequence([.prepend("▁"), marks]) : marks
    definition.decoding = Decoding(
      spaceMark: "▁", readsByteTokens: true, dropsFirstSpace: addsPrefixSpace)
    (definition.beginning, definition.end, definition.padding) = (beginning, end, padding)
    (definition.addsBeginning, definition.addsEnd) = (addsBeginning, addsEnd)
    try self.init(definition)
  }
}

/// The place of each score among all, the highest first; equal ones share theirs.
///
/// Nothing merges into a token of another type than normal or user-defined.
private func ranks(of scores: [Float], types: [Int]) -> [UInt32?] {
  typealias TokenType = TokenizerDefinition.TokenType
  let order = scores.indices.sorted { scores[$0] > scores[$1] }
  var ranks = [UInt32?](repeating: nil, count: scores.count)
  var rank: UInt32 = 0
  for (place, index) in order.enumerated() {
    if place > 0 && scores[index] != scores[order[place - 1]] { rank += 1 }
    let type = types.isEmpty ? TokenType.normal : types[index]
    ranks[index] = type == TokenType.normal || type == TokenType.userDefined ? rank : nil
  }
  return ranks
}
