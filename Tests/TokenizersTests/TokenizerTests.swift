import TestSupport
import Testing

@testable import Tokenizers

@Suite struct TokenizerTests {
  @Test func tokensKnowTheirPlace() throws {
    let tokenizer = try Samples.small()
    let tokens = tokenizer.encode("abcé t<|end|>")
    #expect(tokens.map { tokenizer.bytes(of: $0.id) }.first == Array("abc".utf8))
    #expect(tokens.map(\.range) == [0..<3, 3..<4, 4..<5, 5..<7, 7..<14])
    #expect(tokens.last?.id == tokenizer.endOfSequence)
  }

  @Test func bytesAndTextOfTokens() throws {
    let tokenizer = try Samples.small()
    #expect(tokenizer.vocabularySize == 261)
    #expect(tokenizer.bytes(of: 0xC3) == [0xC3])
    #expect(tokenizer.text(of: 0xC3) == "\u{FFFD}")
    #expect(tokenizer.text(of: 258) == " t")
    #expect(tokenizer.text(of: 259) == "<|end|>")
    for id in [-1, 261, Int.max] { #expect(tokenizer.bytes(of: id) == []) }
    #expect(tokenizer.decode([0xC3, 0xA9, 999, 258]) == "é t")
    #expect(tokenizer.isSpecial(259) && !tokenizer.isSpecial(260) && !tokenizer.isSpecial(-1))
  }

  @Test func singleTokens() throws {
    let tokenizer = try Samples.small()
    #expect(try tokenizer.singleToken("abc") == 257)
    #expect(try tokenizer.singleToken("<|end|>") == 259)
    let error = try #require(throws: TokenizerError.self) { try tokenizer.singleToken("abé") }
    #expect(error.code == .notOneToken)
    #expect(
      error.description
        == #"small: expected "abé" to be one token, found 3: "ab" (256), "�" (195), "�" (169)"#)
    #expect(throws: TokenizerError.self) { try tokenizer.singleToken("") }
  }

  @Test func tokensThatStartWithAPrefix() throws {
    let tokenizer = try Samples.small()
    #expect(tokenizer.ids(startingWith: "a") == [97, 256, 257])
    #expect(tokenizer.ids(startingWith: "t") == [116, 258])
    #expect(tokenizer.ids(startingWith: "t", allowingSpace: false) == [116])
    #expect(tokenizer.ids(startingWith: "<") == [60])
  }

  /// Counts published with the bracket-closing notebook (case 003), over the ids 0 to 50255.
  @Test(
    .enabled(if: sharedDataPath("tokenizers/gpt2") != nil, "needs ../shared/data/tokenizers/gpt2"))
  func gpt2sBracketsAreCounted() throws {
    let tokenizer = try Samples.gpt2.get()
    let counts = "([{<)]}>".map { tokenizer.ids(startingWith: String($0)).count }
    #expect(counts == [53, 24, 11, 13, 46, 28, 20, 21])
  }

  @Test(
    .enabled(if: sharedDataPath("tokenizers/gpt2") != nil, "needs ../shared/data/tokenizers/gpt2"))
  func gpt2IsWhole() throws {
    let tokenizer = try Samples.gpt2.get()
    #expect(tokenizer.vocabularySize == 50257)
    #expect(tokenizer.beginningOfSequence == 50256)
    #expect(tokenizer.endOfSequence == 50256)
    #expect(tokenizer.encode("<|endoftext|>").map(\.id) == [50256])
    #expect(tokenizer.encode("<|endoftext|>", parsingSpecialTokens: false).count == 7)
    #expect(try tokenizer.singleToken("</") == 3556)
    #expect(try tokenizer.singleToken(" </") == 7359)
  }

  @Test func canonicalBytesTellTokenizersApart() throws {
    let bytes = try Samples.small().canonicalBytes()
    #expect(try Samples.small().canonicalBytes() == bytes)
    #expect(try Samples.small(preTokenizer: "smollm").canonicalBytes() != bytes)
    #expect(try Samples.small(merges: ["ab c", "a b", "Ġ t"]).canonicalBytes() != bytes)
  }

  @Test func copiesOfAPieceHaveEqualTokens() throws {
    // More pieces than the cache's table holds at first.
    let tokenizer = try Samples.small()
    let words = (0..<200).map { "w\($0)" }
    let once = tokenizer.encode(words.joined(separator: "\n") + "\n").map(\.id)
    let twice = tokenizer.encode((words + words).joined(separator: "\n") + "\n").map(\.id)
    #expect(twice == once + once)
  }
}
