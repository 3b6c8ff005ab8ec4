import Testing
import Tokenizers

@testable import Harvest

@Suite struct TextPackerTests {
  private func pieces(
    of text: String, _ packing: Packing, contextSize: Int = 8, maxDocumentTokens: Int = .max
  ) throws -> (pieces: [TextPiece], reasons: [String]) {
    let packer = TextPacker(
      packing: packing, tokenizer: try byteTokenizer(), contextSize: contextSize, prefixCount: 1,
      maxDocumentTokens: maxDocumentTokens)
    var reasons: [String] = []
    let pieces = packer.pieces(of: text) { reasons.append($0) }
    return (pieces, reasons)
  }

  /// The text of each piece, read off its tokens' places.
  private func texts(_ pieces: [TextPiece], of text: String) -> [String] {
    let bytes = Array(text.utf8)
    return pieces.map { piece in
      String(decoding: piece.tokens.flatMap { bytes[$0.range] }, as: UTF8.self)
    }
  }

  @Test func splitCutsWhereTheContextIsFull() throws {
    let text = "abcdefghijklmnopq"
    let found = try pieces(of: text, .split).pieces
    #expect(texts(found, of: text) == ["abcdefg", "hijklmn", "opq"])
    #expect(found.map(\.firstToken) == [0, 7, 14])
    #expect(found.map(\.offset) == [0, 7, 14])
  }

  @Test func documentTakesItsBeginning() throws {
    let text = "abcdefghijk"
    #expect(try texts(pieces(of: text, .document).pieces, of: text) == ["abcdefg"])
    #expect(
      try texts(pieces(of: text, .document, maxDocumentTokens: 3).pieces, of: text) == ["abc"])
  }

  /// Without a token for the end of a sequence nothing is there to fill contexts up with.
  @Test func sequencesBeginWithTheirPrefix() throws {
    let tokenizer = try byteTokenizer()
    let split = Packing.split.sequences(
      of: "abcdefghij", tokenizer: tokenizer, contextSize: 8, prefix: [97])
    #expect(split.map { tokenizer.decode($0) } == ["aabcdefg", "ahij"])
    let lines = Packing.lines.sequences(
      of: "ab\ncd\nefghi\n", tokenizer: tokenizer, contextSize: 8, prefix: [97])
    #expect(lines.map { tokenizer.decode($0) } == ["aab\ncd\n", "aefghi\n"])
  }

  /// As case 000 packs: a line that would bring a sequence to the context's size begins the next.
  @Test func linesStayWhole() throws {
    let text = "ab\ncd\ne\nfghijklmnop\n\nq"
    let found = try pieces(of: text, .lines).pieces
    #expect(texts(found, of: text) == ["ab\ncd\n", "e\n", "fghijkl", "mnop\n\nq"])
    #expect(found.map(\.offset) == [0, 6, 8, 15])
  }

  @Test func linesThatFitExactlyStayTogether() throws {
    let text = "abc\nde\nf\n"
    #expect(try texts(pieces(of: text, .lines).pieces, of: text) == ["abc\nde\n", "f\n"])
  }

  @Test func everyLineIsAPrompt() throws {
    let text = "ab\r\n\ncde\nmuch too long\nf"
    let (found, reasons) = try pieces(of: text, .prompts)
    #expect(texts(found, of: text) == ["ab", "cde", "f"])
    #expect(found.map(\.prompt) == [0, 2, 4])
    #expect(reasons == ["line 4: a prompt of 13 tokens, 7 fit"])
  }

  @Test(arguments: Packing.allCases)
  func nothingComesOfNothing(packing: Packing) throws {
    #expect(try pieces(of: "", packing).pieces.isEmpty)
  }

  /// The pieces of every packing but `document` hold the text, without a gap.
  @Test(arguments: [Packing.split, .lines])
  func keepsTheWholeText(packing: Packing) throws {
    let text = "<p>one</p>\n\n</p>\ntwo three four\n\n\nfive"
    let found = try pieces(of: text, packing, contextSize: 9).pieces
    #expect(texts(found, of: text).joined() == text)
    #expect(found.allSatisfy { $0.tokens.count <= 8 })
  }
}
