/// Where a text may be cut so that its parts have the tokens of the whole.
///
/// A cut goes before a space that follows anything but white space. No Unicode normalization form joins
/// characters across it; the patterns of GPT-2 and Llama 3 end a piece there whatever follows; and
/// where nothing cuts text into pieces, no token reaches across it if none of the vocabulary has a
/// space behind another character. Settings of which this is not known have no rule.
struct CutRule: Sendable {
  /// Added tokens that take the white space after them, so that no cut goes behind one.
  private let stretchingTokens: [[UInt8]]

  /// The rule of a tokenizer; nil where no place is known to be safe.
  init?(_ tokenizer: Tokenizer) {
    let tokens = tokenizer.addedTokens
    guard tokenizer.normalizer?.keepsCuts ?? true, tokens.allSatisfy(\.keepsCuts),
      let cuts = tokenizer.preTokenizer.cutsAtSpaces,
      cuts || tokenizer.model.keepsWordsApart
    else { return nil }
    stretchingTokens = tokens.filter(\.stripsRight).map { Array($0.content.utf8) }
  }

  /// The last place in a range at which a text may be cut; the byte there is the space.
  func lastCut(in text: [UInt8], _ range: Range<Int>) -> Int? {
    var place = range.upperBound - 1
    while place > range.lowerBound {
      if text[place] == UInt8(ascii: " ") && isCut(text, place, from: range.lowerBound) {
        return place
      }
      place -= 1
    }
    return nil
  }

  private func isCut(_ text: [UInt8], _ place: Int, from start: Int) -> Bool {
    let before = text[max(start, place - 4)..<place]
    guard let last = before.last else { return false }
    let isSpace =
      last < 0x80
      ? last == 0x20 || (0x09...0x0D).contains(last)
      : String(decoding: before, as: UTF8.self).unicodeScalars.last
        .map { $0 == "▁" || $0.properties.isWhitespace } ?? true
    return !isSpace
      && !stretchingTokens.contains { token in
        place - start >= token.count && text[place - token.count..<place].elementsEqual(token)
      }
  }
}

extension AddedToken {
  /// Whether it can neither reach across a cut nor depend on what is behind one.
  fileprivate var keepsCuts: Bool {
    guard let first = content.unicodeScalars.first else { return true }
    return !content.crossesSpaces && !(isSingleWord && first.properties.isWhitespace)
  }
}

extension StringProtocol {
  /// Whether a space, or the `▁` that stands for one, follows another character.
  fileprivate var crossesSpaces: Bool {
    zip(unicodeScalars, unicodeScalars.dropFirst()).contains { before, scalar in
      (scalar == " " || scalar == "▁") && before != scalar
    }
  }
}

extension Normalizer {
  /// Whether text is normalized on either side of a cut as it is in the whole.
  ///
  /// What is put before a text is left out of its later parts, by `continuing`.
  fileprivate var keepsCuts: Bool {
    switch self {
    case .unicode, .lowercase, .prepend: true
    case .replace(.literal(let text), let replacement):
      text == " "
        || !text.contains(" ") && !replacement.isEmpty
          && !replacement.unicodeScalars.contains { $0 == "▁" || $0.properties.isWhitespace }
    case .sequence(let steps): steps.allSatisfy(\.keepsCuts)
    case .replace, .strip, .withoutMarks: false
    }
  }

  /// The normalizer of a text that continues one before it.
  var continuing: Normalizer? {
    switch self {
    case .prepend: nil
    case .sequence(let steps): .sequence(steps.compactMap(\.continuing))
    default: self
    }
  }
}

extension PreTokenizer {
  /// Whether every cut is where a piece begins; nil where pieces beside one may depend on both sides.
  fileprivate var cutsAtSpaces: Bool? {
    switch self {
    case .none: return false
    case .split(.gpt2, .isolated, false), .split(.llama3, .isolated, false): return true
    case .split(.expression(let expression), .removed, let isInverted):
      let known = isInverted ? PreTokenizer.wordExpression : PreTokenizer.spaceExpression
      return expression.source == known ? true : nil
    case .split(.expression(let expression), let behavior, isInverted: false):
      let isKnown = expression.source == PreTokenizer.punctuationExpression
      return isKnown && behavior != .mergedWithNext ? false : nil
    case .split: return nil
    case .digits: return false
    case .byteLevel(_, let usesPattern): return usesPattern
    case .metaspace(_, _, let splits): return splits
    case .sequence(let steps):
      let cuts = steps.map(\.cutsAtSpaces)
      return cuts.contains(nil) ? nil : cuts.contains(true)
    }
  }
}

extension BytePairModel {
  /// Whether no token holds a space behind another character, and a space is a symbol of its own.
  ///
  /// Then nothing merges across a cut, and what merges on one side does not depend on the other.
  fileprivate var keepsWordsApart: Bool {
    guard !takesWholePieces else { return false }
    var mark = "▁"
    if case .bytes = symbols { mark = " " }
    let space = Array(mark.utf8)
    guard vocabulary.find(space.span) != nil else { return false }
    return (0..<vocabulary.size).allSatisfy { id in
      !String(decoding: vocabulary.bytes(of: id), as: UTF8.self).crossesSpaces
    }
  }
}
