/// A regular expression over the characters of UTF-8 text, as tokenizer files write them.
///
/// It knows literals, sets (`[^\r\n\p{L}]`, `\s`, `\d`, `\w`, general categories), choices, groups,
/// `(?i:…)`, repeats (greedy, possessive, lazy), and what must or must not follow (`(?=…)`,
/// `(?!…)`), with the meaning that they have in Oniguruma. Of several ways to match, the first
/// counts, as in Perl.
struct Expression: Sendable {
  /// The expression as it was written.
  let source: String

  private let program: [ExpressionInstruction]

  /// Compiles an expression.
  init(_ source: String) throws(ExpressionError) {
    self.source = source
    var parser = ExpressionParser(source)
    program = try compiled(try parser.parse())
  }

  /// Appends the matches in a text, from left to right; empty ones are passed over.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - base: Added to the place of each match.
  ///   - matches: Takes the matches.
  func appendMatches(in text: Span<UInt8>, base: Int, to matches: inout [Range<Int>]) {
    var start = 0
    while start < text.count {
      let limit = 1 << 16 + 16 * (text.count - start)
      var matcher = ExpressionMatcher(program: program, stepLimit: limit)
      if let end = matcher.matchEnd(text, from: start), end > start {
        matches.append(base + start..<base + end)
        start = end
      } else {
        start += scalar(of: text, at: start).length
      }
    }
  }
}

extension Expression: Hashable {
  static func == (a: Expression, b: Expression) -> Bool { a.source == b.source }
  func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// Why an expression cannot be used here.
struct ExpressionError: Error {
  /// What it holds that is wrong or not known: a verb and its object.
  let message: String
}
