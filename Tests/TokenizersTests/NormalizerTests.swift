import Testing

@testable import Tokenizers

@Suite struct NormalizerTests {
  private func normal(_ text: String, _ normalizer: Normalizer) -> (text: AlignedText, String) {
    let source = AlignedText(text)
    let (normal, range) = normalizer.normalize(source, 0..<source.bytes.count)
    return (normal, String(decoding: normal.bytes[range], as: UTF8.self))
  }

  private func composed(_ text: String) -> [Unicode.Scalar] {
    Array(normal(text, .unicode(.composed)).1.unicodeScalars)
  }

  @Test(arguments: [
    ("a\u{301}", "\u{E1}"), ("\u{2126}", "\u{3A9}"), ("\u{1100}\u{1161}\u{11A8}x", "\u{AC01}x"),
    ("\u{958}", "\u{915}\u{93C}"), ("a\u{315}\u{300}", "\u{E0}\u{315}"),
    ("\u{F73}\u{F73}", "\u{F71}\u{F71}\u{F72}\u{F72}"), ("\u{B338}\u{11C3}", "\u{B338}\u{11C3}"),
    ("\u{1113}\u{1169}", "\u{1113}\u{1169}"), ("\u{9C7}\u{9BE}", "\u{9CB}"),
    ("\u{301}a", "\u{301}a"), ("plain", "plain"),
  ])
  func composes(text: String, expected: String) {
    #expect(composed(text) == Array(expected.unicodeScalars))
  }

  @Test func composedTextStaysTheSameText() {
    let (text, _) = normal("é日本 é\u{327}", .unicode(.composed))
    #expect(text.source(of: 3) == 3)
    let (changed, form) = normal("xa\u{301}b", .unicode(.composed))
    #expect(form == "x\u{E1}b")
    // x | a + U+0301 → á (two bytes) | b
    #expect((0...4).map { changed.source(of: $0) } == [0, 1, 2, 4, 5])
  }

  @Test func compatibleFormsAndOthers() {
    #expect(normal("ﬁ ½", .unicode(.compatiblyComposed)).1 == "fi 1\u{2044}2")
    #expect(normal("É", .unicode(.decomposed)).1.unicodeScalars.count == 2)
    #expect(normal("AÉİß", .lowercase).1 == "aéi\u{307}ß")
  }

  @Test func stepsComposeTheirAlignments() {
    let steps = Normalizer.sequence([
      .unicode(.compatiblyComposed), .prepend("▁"), .replace(.literal(" "), with: "▁"),
    ])
    let (text, form) = normal("ﬁ x", steps)
    #expect(form == "▁fi▁x")
    #expect(text.source(of: 0..<3) == 0..<0)
    #expect(text.source(of: 3..<5) == 0..<3)
    #expect(text.source(of: 5..<8) == 3..<4)
    #expect(text.source(of: 8..<9) == 4..<5)
  }
}
