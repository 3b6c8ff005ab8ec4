extension LabelledText {
  /// Which tokens may be proper nouns, by the rule of case 002.
  ///
  /// Each token is decoded by itself, as in the notebook; characters are Unicode's code points.
  func properNouns() -> [Float] {
    var endsSentence = true  // Before the first token, which is none.
    var start = 0
    return ends.map { end in
      let token = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
      defer {
        start = end
        endsSentence = token.last.map { ".!?:".unicodeScalars.contains($0) } ?? false
      }
      let initial = token.first { !$0.properties.isWhitespace }
      let isCapital = initial?.properties.isUppercase == true
      return token.count > 2 && isCapital && !endsSentence ? 1 : 0
    }
  }
}
