/// GPT-2's pattern, as a scanner.
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///
/// Every character belongs to one match, so that matches tile the text.
///
/// Source: OpenAI's `gpt-2/src/encoder.py`.
enum GPT2Pattern {
  static let expression =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  /// Where the match that begins at `start` ends; the text ends where the span does.
  static func matchEnd(
    _ text: Span<UInt8>, from start: Int, _ classes: ScalarClasses
  ) -> Int {
    if let end = contractionEnd(text, from: start) { return end }
    let (first, length) = classes.classify(text, at: start)
    if first != .space { return classes.endOfRun(first, text, from: start + length) }
    if text[start] == UInt8(ascii: " ") && start + 1 < text.count {
      let (second, _) = classes.classify(text, at: start + 1)
      if second != .space { return classes.endOfRun(second, text, from: start + 1) }
    }
    return whiteSpaceEnd(text, from: start, classes)
  }

  /// The end of `\s+(?!\S)|\s+`: all white space but the last character before other text.
  static func whiteSpaceEnd(
    _ text: Span<UInt8>, from start: Int, _ classes: ScalarClasses
  ) -> Int {
    let end = classes.endOfRun(.space, text, from: start)
    guard end < text.count else { return end }
    let last = scalarStart(of: text, before: end)
    return last > start ? last : end
  }

  /// The end of `'s|'t|'re|'ve|'m|'ll|'d`; nil for anything else.
  private static func contractionEnd(_ text: Span<UInt8>, from start: Int) -> Int? {
    guard text[start] == UInt8(ascii: "'"), start + 1 < text.count else { return nil }
    switch text[start + 1] {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
      return start + 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"):
      return follows(UInt8(ascii: "e"), text, at: start + 2)
    case UInt8(ascii: "l"):
      return follows(UInt8(ascii: "l"), text, at: start + 2)
    default: return nil
    }
  }

  private static func follows(_ byte: UInt8, _ text: Span<UInt8>, at index: Int) -> Int? {
    index < text.count && text[index] == byte ? index + 1 : nil
  }
}
