import Testing

@testable import Tokenizers

@Suite struct ExpressionTests {
  private func matches(_ expression: String, _ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    var matches: [Range<Int>] = []
    try Expression(expression).appendMatches(in: bytes.span, base: 0, to: &matches)
    return matches.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test(arguments: [
    ("a|ab", "ab", ["a"]),
    ("(?:a|ab)c", "abc", ["abc"]),
    ("a*ab", "aaab", ["aaab"]),
    ("a*+ab", "aaab", []),
    ("a+?", "aaa", ["a", "a", "a"]),
    ("(?:ab)+", "ababa", ["abab"]),
    ("(?:ab){2}", "ababab", ["abab"]),
    ("a{2,3}", "aaaaa", ["aaa", "aa"]),
    ("x(?=y)", "xyx", ["x"]),
    ("x(?!y)", "xyxz", ["x"]),
    (#"\s+(?!\S)"#, "a   b ", ["  ", " "]),
    (#"[^\s\p{L}]+"#, "ab1! c2", ["1!", "2"]),
    (#"\p{Lu}\p{Ll}*"#, "HelloWorld é", ["Hello", "World"]),
    (#"\P{L}"#, "aé1", ["1"]),
    (#"\p{^L}"#, "aé1", ["1"]),
    ("[a-c\\-x]+", "ab-xd", ["ab-x"]),
    ("[]a]+", "a]b", ["a]"]),
    ("(?i)straße|'s", "STRAßE'S", ["STRAßE", "'S"]),
    ("(?i:k)k", "Kk\u{212A}kKK", ["Kk", "\u{212A}k"]),
    (#"[一-龥]+"#, "a日本b", ["日本"]),
    (#"\x41\u00e9\n"#, "Aé\n", ["Aé\n"]),
    (#"(?>a+)a|b"#, "aab", ["b"]),
    (".", "a\nb", ["a", "b"]),
    (#"\d\w"#, "1a٣_", ["1a", "٣_"]),
    ("a?", "ba", ["a"]),
  ])
  func finds(expression: String, text: String, expected: [String]) throws {
    #expect(try matches(expression, text) == expected)
  }

  @Test(arguments: [
    "(", ")", "[a", "a{2", "a{3,2}", "*a", "(?<=a)b", #"\b"#, #"\p{Han}"#, #"\p{L"#, "[b-a]",
    "[[:alpha:]]",
    "(?:a*)*", "(?:a?)+", "^a", "a$", #"\1"#, #"\"#, "(?:(?:(?:a{1000}){1000}){1000})",
    String(repeating: "(", count: 100),
  ])
  func refuses(expression: String) {
    #expect(throws: ExpressionError.self) { try Expression(expression) }
  }

  @Test func anExpressionMadeToRunForeverEnds() throws {
    #expect(try matches("(?:a|a)+b", String(repeating: "a", count: 28)) == [])
  }

  @Test func longRunsNeedNoStack() throws {
    let text = String(repeating: " ", count: 20_000) + "a"
    #expect(try matches(#"\s+(?!\S)"#, text).first?.count == 19_999)
  }
}
