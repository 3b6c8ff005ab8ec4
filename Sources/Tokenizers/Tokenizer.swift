/// Turns text into the tokens of a model's vocabulary, and back.
///
/// Text goes through four stages, as in Hugging Face's tokenizers: added tokens are cut out of it;
/// the rest is normalized; a pre-tokenizer cuts it into pieces; byte-pair encoding makes tokens of
/// each piece. Every token knows the bytes of the original text that it stands for, and the ranges
/// of all of them tile the text, but for what a pre-tokenizer or an incomplete vocabulary drops.
///
/// Nothing is added: a token that opens a sequence is the caller's to put there, who finds it in
/// `beginningOfSequence`, and in `addsBeginning` whether the model's files ask for it.
public struct Tokenizer: Sendable {
  /// The file or folder that it was read from.
  public let path: String

  /// The token that opens a sequence, if there is one.
  public let beginningOfSequence: Int?

  /// The token that closes a sequence, if there is one.
  public let endOfSequence: Int?

  /// The token that fills up a sequence, if there is one.
  public let padding: Int?

  /// Whether the files ask that a sequence open with `beginningOfSequence`.
  public let addsBeginning: Bool

  /// Whether the files ask that a sequence close with `endOfSequence`.
  public let addsEnd: Bool

  /// The tokens that are cut out of text before the model sees it, by id.
  public let addedTokens: [AddedToken]

  let model: BytePairModel
  let normalizer: Normalizer?
  let preTokenizer: PreTokenizer
  let decoding: Decoding
  let rawMatcher: AddedTokenMatcher
  let normalizedMatcher: AddedTokenMatcher
  let specialIds: Set<Int>
  let addedIds: Set<Int>

  /// Ids run from 0 to this less one.
  public var vocabularySize: Int { model.vocabulary.size }

  /// Whether a token is no text but a mark for the model.
  public func isSpecial(_ id: Int) -> Bool { specialIds.contains(id) }

  /// Checks what was read, and makes the tables.
  init(_ definition: TokenizerDefinition) throws(TokenizerError) {
    path = definition.path
    model = try BytePairModel(definition)
    normalizer = definition.normalizer
    preTokenizer = definition.preTokenizer
    decoding = definition.decoding
    addedTokens = definition.addedTokens.sorted { $0.id < $1.id }
    rawMatcher = matcher(addedTokens.filter { !$0.isNormalized }, normalizer: nil)
    normalizedMatcher = matcher(addedTokens.filter(\.isNormalized), normalizer: normalizer)
    specialIds = Set(addedTokens.filter(\.isSpecial).map(\.id))
    addedIds = Set(addedTokens.map(\.id))
    beginningOfSequence = try definition.checked(definition.beginning, "begins a sequence")
    endOfSequence = try definition.checked(definition.end, "ends a sequence")
    padding = try definition.checked(definition.padding, "pads a sequence")
    addsBeginning = definition.addsBeginning && beginningOfSequence != nil
    addsEnd = definition.addsEnd && endOfSequence != nil
  }
}

private func matcher(_ tokens: [AddedToken], normalizer: Normalizer?) -> AddedTokenMatcher {
  AddedTokenMatcher(
    tokens.map { token in
      let text = AlignedText(token.content)
      guard let normalizer else { return (token, text.bytes) }
      let (normal, range) = normalizer.normalize(text, 0..<text.bytes.count)
      return (token, Array(normal.bytes[range]))
    })
}

extension TokenizerDefinition {
  /// An id, if the vocabulary has it.
  fileprivate func checked(
    _ id: Int?, _ what: String
  ) throws(TokenizerError) -> Int? {
    guard let id, !ids.contains(id), !addedTokens.contains(where: { $0.id == id }) else {
      return id
    }
    throw error("token \(id) \(what), and the vocabulary does not have it")
  }
}
