import TestSupport
import Testing

@testable import Tokenizers

@Suite struct TokenStreamTests {
  /// The goldens' strings one after the other, with stretches that no rule cuts.
  private func text() throws -> String {
    try GoldenCase.all.get().map(\.text).joined(separator: " ")
      + String(repeating: "<p>no-space</p>", count: 60) + " a\u{301} <mask> x<mask>  \n y ▁ z "
  }

  private func tokens(
    _ tokenizer: Tokenizer, _ text: String, partByteCount: Int, threadCount: Int,
    takingBytes step: Int
  ) -> [Token] {
    var stream = TokenStream(
      tokenizer, parsingSpecialTokens: true, threadCount: threadCount, partByteCount: partByteCount)
    let bytes = Array(text.utf8)
    var tokens: [Token] = []
    for start in stride(from: 0, to: bytes.count, by: step) {
      tokens += stream.take(bytes[start..<min(start + step, bytes.count)])
    }
    return tokens + stream.finish()
  }

  @Test(arguments: Samples.goldenNames, [7, 64, 1000])
  func givesTheTokensOfTheWhole(name: String, partByteCount: Int) throws {
    let tokenizer = try Samples.golden(name)
    let text = try text()
    let whole = tokenizer.encode(text)
    let streamed = tokens(
      tokenizer, text, partByteCount: partByteCount, threadCount: partByteCount == 64 ? 2 : 1,
      takingBytes: 501)
    #expect(streamed == whole)
  }

  @Test func knowsWhichTokenizersItCanCut() throws {
    for name in ["bytes", "llama3", "characters"] {
      #expect(CutRule(try Samples.golden(name)) != nil, "\(name)")
    }
    // An expression of the file's own, and accents that go.
    for name in ["o200k", "words"] { #expect(CutRule(try Samples.golden(name)) == nil, "\(name)") }
  }

  @Test func holdsNoMoreThanAPart() throws {
    let tokenizer = try Samples.golden("llama3")
    var stream = TokenStream(
      tokenizer, parsingSpecialTokens: true, threadCount: 1, partByteCount: 100)
    var count = 0
    for _ in 0..<50 {
      let tokens = stream.take(Array("some words in a row ".utf8))
      count += tokens.count
    }
    #expect(count > 0)
    #expect(stream.take([]).isEmpty)
    count += stream.finish().count
    let text = String(repeating: "some words in a row ", count: 50)
    #expect(count == tokenizer.encode(text).count)
  }

  @Test func repairsWhatIsNotUTF8() throws {
    let tokenizer = try Samples.golden("bytes")
    let bytes: [UInt8] = Array("a é".utf8) + [0xFF, 0x20, 0xF0, 0x9F, 0x20] + Array("日本 b".utf8)
    var stream = TokenStream(
      tokenizer, parsingSpecialTokens: true, threadCount: 1, partByteCount: 4)
    var tokens: [Token] = []
    for byte in bytes { tokens += stream.take([byte]) }
    tokens += stream.finish()
    #expect(tokens == tokenizer.encode(String(decoding: bytes, as: UTF8.self)))
  }
}
