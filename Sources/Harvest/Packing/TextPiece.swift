/// The tokens of text that one sequence holds.
struct TextPiece: Equatable, Sendable {
  /// The tokens, each with its place in the document.
  let tokens: ArraySlice<TextToken>

  /// The number of its prompt in the document, from 0; nil where it is no prompt.
  var prompt: Int?

  /// The number in the document, or in the prompt, of its first token.
  var firstToken: Int { tokens.startIndex }

  /// Where its text begins in the document, in bytes.
  var offset: Int { tokens.first?.range.lowerBound ?? 0 }
}
