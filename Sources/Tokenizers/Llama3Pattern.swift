/// The pattern of Llama 3 and OpenAI's cl100k, and Qwen 2's, as a scanner.
///
///     (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*
///       |\s*[\r\n]+|\s+(?!\S)|\s+
///
/// Qwen 2's takes numbers one by one. Matches tile the text.
enum Llama3Pattern {
  /// The expression as tokenizer files write it.
  ///
  /// - Parameter digits: How many number characters make a match at most, 3 or 1.
  /// - Returns: The pattern.
  static func expression(digits: Int) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"#
      + (digits == 1 ? "" : "{1,\(digits)}")
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  /// Where the match that begins at `start` ends; the text ends where the span does.
  static func matchEnd(
    _ text: Span<UInt8>, from start: Int, digits: Int, _ classes: ScalarClasses
  ) -> Int {
    if let end = contractionEnd(text, from: start) { return end }
    let (first, length) = classes.classify(text, at: start)
    switch first {
    case .letter: return classes.endOfRun(.letter, text, from: start + length)
    case .number: return numberEnd(text, from: start, digits: digits, classes)
    case .other, .space: break
    }
    if !isLineEnd(text[start]) {
      let end = classes.endOfRun(.letter, text, from: start + length)
      if end > start + length { return end }
    }
    let symbols = text[start] == UInt8(ascii: " ") ? start + 1 : start
    let end = classes.endOfRun(.other, text, from: symbols)
    if end > symbols { return lineEndsEnd(text, from: end) }
    return whiteSpaceEnd(text, from: start, classes)
  }

  private static func numberEnd(
    _ text: Span<UInt8>, from start: Int, digits: Int, _ classes: ScalarClasses
  ) -> Int {
    var index = start
    for _ in 0..<digits where index < text.count {
      let (kind, length) = classes.classify(text, at: index)
      guard kind == .number else { break }
      index += length
    }
    return index
  }

  /// The end of `\s*[\r\n]+|\s+(?!\S)|\s+`.
  private static func whiteSpaceEnd(
    _ text: Span<UInt8>, from start: Int, _ classes: ScalarClasses
  ) -> Int {
    var index = classes.endOfRun(.space, text, from: start)
    while index > start && !isLineEnd(text[index - 1]) { index -= 1 }
    return index > start ? index : GPT2Pattern.whiteSpaceEnd(text, from: start, classes)
  }

  private static func lineEndsEnd(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.count && isLineEnd(text[index]) { index += 1 }
    return index
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// The end of `(?i:'s|'t|'re|'ve|'m|'ll|'d)`; nil for anything else.
  ///
  /// `ſ` (U+017F, bytes C5 BF) is an s to an expression that ignores case.
  private static func contractionEnd(_ text: Span<UInt8>, from start: Int) -> Int? {
    guard text[start] == UInt8(ascii: "'"), start + 1 < text.count else { return nil }
    let second = start + 2 < text.count ? text[start + 2] | 0x20 : 0
    switch text[start + 1] | 0x20 {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
      return start + 2
    case UInt8(ascii: "r") where second == UInt8(ascii: "e"),
      UInt8(ascii: "v") where second == UInt8(ascii: "e"),
      UInt8(ascii: "l") where second == UInt8(ascii: "l"):
      return start + 3
    default:
      let isLongS = start + 2 < text.count && text[start + 1] == 0xC5 && text[start + 2] == 0xBF
      return isLongS ? start + 3 : nil
    }
  }
}
