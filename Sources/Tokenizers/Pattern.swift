/// What a pre-tokenizer or normalizer looks for in a text.
///
/// The patterns that most models use are scanned by hand-written code, which is many times as fast
/// as an expression; all others run as expressions.
enum Pattern: Hashable, Sendable {
  /// GPT-2's: contractions, letters, numbers, the rest, white space.
  case gpt2
  /// Llama 3's (numbers in runs of up to three) and Qwen 2's (one by one).
  case llama3(digits: Int)
  /// Just this text.
  case literal(String)
  /// A regular expression.
  case expression(Expression)

  /// The pattern of an expression in a tokenizer's file.
  init(expression source: String) throws(ExpressionError) {
    switch source {
    case GPT2Pattern.expression: self = .gpt2
    case Llama3Pattern.expression(digits: 3): self = .llama3(digits: 3)
    case Llama3Pattern.expression(digits: 1): self = .llama3(digits: 1)
    default: self = .expression(try Expression(source))
    }
  }

  /// Appends the matches in a piece of text, from left to right; none of them is empty.
  ///
  /// - Parameters:
  ///   - text: The piece.
  ///   - base: Where it begins: added to the place of each match.
  ///   - matches: Takes the matches.
  func appendMatches(in text: Span<UInt8>, base: Int, to matches: inout [Range<Int>]) {
    switch self {
    case .gpt2: appendGPT2Matches(in: text, base: base, to: &matches)
    case .llama3(let digits):
      appendLlama3Matches(in: text, digits: digits, base: base, to: &matches)
    case .literal(let string):
      appendOccurrences(of: Array(string.utf8), in: text, base: base, to: &matches)
    case .expression(let expression):
      expression.appendMatches(in: text, base: base, to: &matches)
    }
  }

  /// The pattern as its file would write it, for fingerprints and messages.
  var source: String {
    switch self {
    case .gpt2: GPT2Pattern.expression
    case .llama3(let digits): Llama3Pattern.expression(digits: digits)
    case .literal(let string): string
    case .expression(let expression): expression.source
    }
  }
}

private func appendGPT2Matches(
  in text: Span<UInt8>, base: Int, to matches: inout [Range<Int>]
) {
  let classes = ScalarClasses.shared
  var start = 0
  while start < text.count {
    let end = GPT2Pattern.matchEnd(text, from: start, classes)
    matches.append(base + start..<base + end)
    start = end
  }
}

private func appendLlama3Matches(
  in text: Span<UInt8>, digits: Int, base: Int, to matches: inout [Range<Int>]
) {
  let classes = ScalarClasses.shared
  var start = 0
  while start < text.count {
    let end = Llama3Pattern.matchEnd(text, from: start, digits: digits, classes)
    matches.append(base + start..<base + end)
    start = end
  }
}

private func appendOccurrences(
  of bytes: [UInt8], in text: Span<UInt8>, base: Int, to matches: inout [Range<Int>]
) {
  guard let first = bytes.first else { return }
  var start = 0
  while start + bytes.count <= text.count {
    if text[start] == first && bytes.indices.allSatisfy({ text[start + $0] == bytes[$0] }) {
      matches.append(base + start..<base + start + bytes.count)
      start += bytes.count
    } else {
      start += 1
    }
  }
}
