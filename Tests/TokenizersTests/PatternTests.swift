import TestSupport
import Testing

@testable import Tokenizers

@Suite struct PatternTests {
  private func pieces(_ text: String, _ pattern: Pattern) -> [String] {
    let bytes = Array(text.utf8)
    var matches: [Range<Int>] = []
    pattern.appendMatches(in: bytes.span, base: 0, to: &matches)
    return matches.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test(arguments: [
    ("Hello world", ["Hello", " world"]),
    ("don't we'll I'VE", ["don", "'t", " we", "'ll", " I", "'", "VE"]),
    ("a  b", ["a", " ", " b"]),
    ("a \n b", ["a", " \n", " b"]),
    ("a\nb", ["a", "\n", "b"]),
    ("a   ", ["a", "   "]),
    ("x1½ ²", ["x", "1½", " ²"]),
    ("</p>é日", ["</", "p", ">", "é日"]),
    ("\u{A0}\u{3000}x", ["\u{A0}", "\u{3000}", "x"]),
    ("e\u{301}😀", ["e", "\u{301}😀"]),
    (" 's", [" '", "s"]),
    ("", []),
  ])
  func gpt2Cuts(text: String, expected: [String]) {
    #expect(pieces(text, .gpt2) == expected)
  }

  @Test(arguments: [
    ("Hello, world", ["Hello", ",", " world"]),
    ("I'VE'ſ 's", ["I", "'VE", "'ſ", " '", "s"]),
    ("12345", ["123", "45"]),
    ("a;\n\n b", ["a", ";\n\n", " b"]),
    ("  \n  x", ["  \n", " ", " x"]),
    ("\tx", ["\tx"]),
    ("\nx", ["\n", "x"]),
    (".x", [".x"]),
  ])
  func llama3Cuts(text: String, expected: [String]) {
    #expect(pieces(text, .llama3(digits: 3)) == expected)
  }

  @Test(arguments: [Pattern.gpt2, .llama3(digits: 3), .llama3(digits: 1)])
  func scannersDoWhatTheirExpressionsSay(pattern: Pattern) throws {
    let expression = Pattern.expression(try Expression(pattern.source))
    for golden in try GoldenCase.all.get() {
      #expect(pieces(golden.text, pattern) == pieces(golden.text, expression))
    }
  }

  @Test func knownExpressionsAreScanned() throws {
    #expect(try Pattern(expression: GPT2Pattern.expression) == .gpt2)
    #expect(try Pattern(expression: Llama3Pattern.expression(digits: 3)) == .llama3(digits: 3))
    #expect(try Pattern(expression: Llama3Pattern.expression(digits: 1)) == .llama3(digits: 1))
  }

  @Test func literalsAreFound() {
    #expect(pieces("a▁▁b▁", .literal("▁")) == ["▁", "▁", "▁"])
    #expect(pieces("aaa", .literal("aa")) == ["aa"])
    #expect(pieces("aaa", .literal("")) == [])
  }
}
