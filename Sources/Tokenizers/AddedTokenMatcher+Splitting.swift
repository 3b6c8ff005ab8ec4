extension AddedTokenMatcher {
  /// A part of a text: an added token, or what lies between two.
  enum Part {
    case token(id: Int, Range<Int>)
    case text(Range<Int>)
  }

  /// Cuts a text at the added tokens in it.
  ///
  /// A token that takes the white space around it takes it from the text beside it, not from a
  /// token found before.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - range: The part to cut.
  ///   - parsingSpecialTokens: Whether special tokens are recognised; others always are.
  /// - Returns: The parts in order, none of them empty; together they make up the range.
  func split(
    _ text: Span<UInt8>, _ range: Range<Int>, parsingSpecialTokens: Bool
  ) -> [Part] {
    guard !range.isEmpty else { return [] }
    guard !isEmpty else { return [.text(range)] }
    var parts: [Part] = []
    var taken = range.lowerBound
    var start = range.lowerBound
    while let match = firstMatch(in: text, start..<range.upperBound) {
      start = match.range.upperBound
      guard parsingSpecialTokens || !match.token.isSpecial,
        !match.token.isSingleWord || isWord(match.range, in: text, range)
      else { continue }
      let full = stretch(match, in: text, taken..<range.upperBound)
      if taken < full.lowerBound { parts.append(.text(taken..<full.lowerBound)) }
      parts.append(.token(id: match.token.id, full))
      taken = full.upperBound
      start = max(start, taken)
    }
    if taken < range.upperBound { parts.append(.text(taken..<range.upperBound)) }
    return parts
  }

  private func isWord(_ match: Range<Int>, in text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let before = scalarStart(of: text, before: match.lowerBound)
    return (match.lowerBound == range.lowerBound || !isWordCharacter(text, at: before))
      && (match.upperBound == range.upperBound || !isWordCharacter(text, at: match.upperBound))
  }

  private func stretch(
    _ match: Match, in text: Span<UInt8>, _ range: Range<Int>
  ) -> Range<Int> {
    let classes = ScalarClasses.shared
    var start = match.range.lowerBound
    while match.token.stripsLeft && start > range.lowerBound {
      let before = scalarStart(of: text, before: start)
      guard classes.classify(text, at: before).class == .space else { break }
      start = before
    }
    var end = match.range.upperBound
    while match.token.stripsRight && end < range.upperBound {
      let (kind, length) = classes.classify(text, at: end)
      guard kind == .space else { break }
      end += length
    }
    return start..<end
  }
}

/// Whether a regular expression's `\w` takes the scalar that begins at a byte.
private func isWordCharacter(_ text: Span<UInt8>, at index: Int) -> Bool {
  guard let scalar = Unicode.Scalar(scalar(of: text, at: index).value) else { return false }
  return scalar.properties.isAlphabetic || scalar.properties.isJoinControl
    || [.decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark]
      .contains(scalar.properties.generalCategory)
}
