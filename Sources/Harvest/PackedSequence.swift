/// A stretch of one document that a model reads at once.
struct PackedSequence {
  /// The document's place in the corpus.
  let documentIndex: Int

  /// The document's name in the corpus.
  let documentID: String

  /// The document's title.
  let title: String

  /// Where the stretch begins in the cleaned document, in bytes.
  let offset: Int

  /// The token ids, BOS first where there is one.
  let tokens: [Int]

  /// How many tokens at the beginning are no text, and get no row.
  let prefixCount: Int

  /// The positions that get a row.
  var positions: [Int] { Array(prefixCount..<tokens.count) }

  /// How many tokens of text there are.
  var textTokenCount: Int { tokens.count - prefixCount }

  /// The same stretch, cut to at most `count` tokens of text.
  func prefix(_ count: Int) -> PackedSequence {
    guard count < textTokenCount else { return self }
    return PackedSequence(
      documentIndex: documentIndex, documentID: documentID, title: title, offset: offset,
      tokens: Array(tokens.prefix(prefixCount + count)), prefixCount: prefixCount)
  }
}
