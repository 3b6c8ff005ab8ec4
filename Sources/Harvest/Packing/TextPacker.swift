import Tokenizers

/// Makes the text of documents into pieces that fit into a context.
struct TextPacker: Sendable {
  let packing: Packing
  let tokenizer: Tokenizer

  /// How many tokens a context has, those that are no text included.
  let contextSize: Int

  /// How many of them are no text.
  let prefixCount: Int

  /// How many tokens of each document are taken at most, from its beginning.
  let maxDocumentTokens: Int

  /// The pieces of a document's text, in its order.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - passOver: Told of a prompt that is too long, and why it is left out.
  /// - Returns: The pieces, none of them empty.
  func pieces(of text: String, passOver: (String) -> Void) -> [TextPiece] {
    switch packing {
    case .split: windows(of: tokens(of: text))
    case .document: Array(windows(of: tokens(of: text)).prefix(1))
    case .lines: linePieces(of: text)
    case .prompts: prompts(of: text, passOver: passOver)
    }
  }

  private var textTokensPerContext: Int { contextSize - prefixCount }

  private func tokens(of text: String) -> ArraySlice<TextToken> {
    tokenizer.textTokens(of: text).prefix(maxDocumentTokens)
  }

  private func windows(of tokens: ArraySlice<TextToken>) -> [TextPiece] {
    stride(from: tokens.startIndex, to: tokens.endIndex, by: textTokensPerContext).map { start in
      TextPiece(tokens: tokens[start..<min(start + textTokensPerContext, tokens.endIndex)])
    }
  }

  /// Lines are tokenized one by one, and each newline by itself, so that no token crosses a line.
  private func linePieces(of text: String) -> [TextPiece] {
    let limit = min(contextSize - 1, textTokensPerContext)
    var tokens: [TextToken] = []
    var bounds = [0]
    for line in lines(of: text) where tokens.count < maxDocumentTokens {
      let ids = lineTokens(line, in: text)
      if tokens.count + ids.count > bounds[bounds.count - 1] + limit,
        tokens.count > bounds[bounds.count - 1]
      {
        bounds.append(tokens.count)
      }
      tokens += ids
      while tokens.count > bounds[bounds.count - 1] + limit {
        bounds.append(bounds[bounds.count - 1] + limit)
      }
    }
    let kept = tokens.prefix(maxDocumentTokens)
    return zip(bounds, bounds.dropFirst() + [tokens.count]).compactMap { start, end in
      let piece = kept[min(start, kept.count)..<min(end, kept.count)]
      return piece.isEmpty ? nil : TextPiece(tokens: piece)
    }
  }

  private func lineTokens(_ line: Range<Int>, in text: String) -> [TextToken] {
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: line.lowerBound)
    let end = bytes.index(start, offsetBy: line.count)
    let last = bytes.index(before: end)
    guard bytes[last] == UInt8(ascii: "\n") else {
      return tokenizer.textTokens(of: text[start..<end], at: line.lowerBound)
    }
    return tokenizer.textTokens(of: text[start..<last], at: line.lowerBound)
      + tokenizer.textTokens(of: "\n", at: line.upperBound - 1)
  }

  private func prompts(of text: String, passOver: (String) -> Void) -> [TextPiece] {
    var pieces: [TextPiece] = []
    for (number, line) in lines(of: text).enumerated() {
      let bytes = Array(text.utf8.dropFirst(line.lowerBound).prefix(line.count))
        .filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
      let prompt = String(decoding: bytes, as: UTF8.self)
      let tokens = tokenizer.textTokens(of: prompt, at: line.lowerBound)
      guard !tokens.isEmpty else { continue }
      guard tokens.count <= textTokensPerContext else {
        passOver(
          "line \(number + 1): a prompt of \(tokens.count) tokens, \(textTokensPerContext) fit")
        continue
      }
      pieces.append(TextPiece(tokens: tokens[...], prompt: number))
    }
    return pieces
  }
}

/// The bytes of each line of a text, its newline included.
private func lines(of text: String) -> [Range<Int>] {
  var lines: [Range<Int>] = []
  var start = 0
  for (place, byte) in text.utf8.enumerated() where byte == UInt8(ascii: "\n") {
    lines.append(start..<place + 1)
    start = place + 1
  }
  if start < text.utf8.count { lines.append(start..<text.utf8.count) }
  return lines
}
