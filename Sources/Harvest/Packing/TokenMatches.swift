/// The tokens of a document's pieces that touch an occurrence of a text, or stand near one.
struct TokenMatches {
  /// For each piece the tokens, counted from its first.
  let choices: [[Int]]

  /// Looks for a text.
  ///
  /// A window reaches from one piece of a document into the next, but not from one prompt into
  /// another.
  init(of word: String, window: Int, in pieces: [TextPiece], text: String) {
    let places = occurrences(of: Array(word.utf8), in: Array(text.utf8))
    var choices = pieces.map { _ in [Int]() }
    for range in Self.groups(of: pieces) {
      let tokens = pieces[range].flatMap(\.tokens)
      let isChosen = Self.near(places, window: window, among: tokens)
      var start = 0
      for piece in range {
        let count = pieces[piece].tokens.count
        choices[piece] = (0..<count).filter { isChosen[start + $0] }
        start += count
      }
    }
    self.choices = choices
  }

  /// The pieces that follow each other in one text: each prompt by itself, else all.
  private static func groups(of pieces: [TextPiece]) -> [Range<Int>] {
    pieces.contains { $0.prompt != nil } ? pieces.indices.map { $0..<$0 + 1 } : [pieces.indices]
  }

  /// Whether each token is at most `window` tokens from one that touches a place.
  private static func near(
    _ places: [Range<Int>], window: Int, among tokens: [TextToken]
  ) -> [Bool] {
    var isNear = [Bool](repeating: false, count: tokens.count)
    var (next, done) = (0, 0)
    for (index, token) in tokens.enumerated() {
      while next < places.count, places[next].upperBound <= token.range.lowerBound { next += 1 }
      guard next < places.count, places[next].lowerBound < token.range.upperBound else { continue }
      let end = min(tokens.count, index + window + 1)
      for place in max(done, index - window)..<max(done, end) { isNear[place] = true }
      done = max(done, end)
    }
    return isNear
  }
}

/// Where some bytes occur in others; occurrences don't overlap.
private func occurrences(of word: [UInt8], in text: [UInt8]) -> [Range<Int>] {
  var found: [Range<Int>] = []
  var start = 0
  while start + word.count <= text.count {
    if text[start] == word[0], text[start..<start + word.count].elementsEqual(word) {
      found.append(start..<start + word.count)
      start += word.count
    } else {
      start += 1
    }
  }
  return found
}
