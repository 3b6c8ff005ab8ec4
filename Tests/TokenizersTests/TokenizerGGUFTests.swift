import Testing

@testable import Tokenizers

@Suite struct TokenizerGGUFTests {
  @Test func tokenTypesAreKept() throws {
    let tokenizer = try Samples.small()
    #expect(tokenizer.addedTokens.map(\.isSpecial) == [true, false])
    #expect(tokenizer.encode("xplain", parsingSpecialTokens: false).map(\.id) == [120, 260])
  }

  @Test func refusesMetadataThatDoNotFit() throws {
    func code(_ body: () throws -> Tokenizer) -> TokenizerError.Code? {
      do { _ = try body() } catch { return (error as? TokenizerError)?.code }
      return nil
    }
    #expect(
      code { try Tokenizer(tokens: [], merges: [], preTokenizer: "gpt-2", path: "m.gguf") }
        == .inconsistent)
    #expect(
      code {
        try Tokenizer(
          tokens: ["a"], merges: [], tokenTypes: [1, 1], preTokenizer: "gpt-2", path: "m.gguf")
      } == .inconsistent)
    #expect(
      code {
        try Tokenizer(tokens: ["a"], merges: ["a"], preTokenizer: "gpt-2", path: "m.gguf")
      } == .inconsistent)
    #expect(
      code {
        try Tokenizer(
          tokens: ["a"], merges: [], preTokenizer: "gpt-2", beginning: 7, path: "m.gguf")
      } == .inconsistent)
    #expect(
      code { try Tokenizer(tokens: ["a"], scores: [.nan], path: "m.gguf") } == .inconsistent)
    #expect(code { try Tokenizer(tokens: ["a"], scores: [], path: "m.gguf") } == .inconsistent)
  }

  @Test func preTokenizersAreNamed() throws {
    #expect(try Samples.small(preTokenizer: "smollm").preTokenizer == .smollm)
    #expect(try Samples.small(preTokenizer: "qwen2").normalizer == .unicode(.composed))
    let llama3 = try Samples.small(preTokenizer: "llama-bpe")
    #expect(llama3.preTokenizer == .llama3 && llama3.model.takesWholePieces)
    let error = try #require(throws: TokenizerError.self) {
      _ = try Samples.small(preTokenizer: "no such")
    }
    #expect(error.code == .unsupported)
  }

  /// A vocabulary as SentencePiece makes it: `▁ab` is made through `ab`, which scores highest.
  private func scored() throws -> Tokenizer {
    let bytes = (0..<256).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return "<0x\(byte < 16 ? "0" : "")\(digits)>"
    }
    let pieces: [(String, Float)] = [
      ("▁", -5), ("a", -6), ("b", -7), ("ab", -1), ("▁a", -2), ("▁ab", -3), ("ba", -1),
    ]
    return try Tokenizer(
      tokens: ["<unk>", "<s>", "</s>"] + bytes + pieces.map(\.0),
      scores: [Float](repeating: 0, count: 259) + pieces.map(\.1),
      tokenTypes: [2, 3, 3] + [Int](repeating: 6, count: 256)
        + [Int](repeating: 1, count: pieces.count),
      beginning: 1, end: 2, path: "m.gguf")
  }

  @Test func highestScoreMergesFirst() throws {
    let tokenizer = try scored()
    func texts(_ text: String) -> [String] {
      tokenizer.encode(text).map { tokenizer.text(of: $0.id) }
    }
    #expect(texts("ab") == [" ab"])
    #expect(texts("a ab") == [" a", " ab"])
    // Of equal scores the first: ab before ba.
    #expect(texts("aba") == [" ab", "a"])
    // A space is put before each text, even one that begins with a space, or follows a token.
    #expect(texts(" ab") == [" ", " ab"])
    #expect(texts("<s>a") == ["<s>", " a"])
  }

  @Test func charactersFallBackToBytes() throws {
    let tokenizer = try scored()
    let tokens = tokenizer.encode("aé<s>")
    #expect(tokens.map(\.id) == [263, 3 + 0xC3, 3 + 0xA9, 1])
    #expect(tokens.map(\.range) == [0..<1, 1..<2, 2..<3, 3..<6])
    #expect(tokenizer.decode(tokens.dropLast().map(\.id)) == "aé")
    #expect(tokenizer.bytes(of: 3 + 0x0A) == [0x0A])
  }
}
