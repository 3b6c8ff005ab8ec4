import Foundation
import TestSupport
import Testing
import Tokenizers

@Suite struct TokenizerFilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ text: String, _ name: String) throws {
    try text.write(toFile: folder.file(name), atomically: false, encoding: .utf8)
  }

  /// A `tokenizer.json` of three letters, with parts that a test may replace.
  private func json(
    vocab: String = #"{"a":0,"b":1,"c":2,"ab":3}"#, merges: String = #"["a b"]"#,
    added: String = "[]",
    normalizer: String = "null", preTokenizer: String = #"{"type":"ByteLevel"}"#,
    model: String = ""
  ) -> String {
    #"{"version":"1.0","added_tokens":\#(added),"normalizer":\#(normalizer),"#
      + #""pre_tokenizer":\#(preTokenizer),"decoder":{"type":"ByteLevel"},"#
      + #""model":{"type":"BPE"\#(model),"vocab":\#(vocab),"merges":\#(merges)}}"#
  }

  private func failure(of text: String) throws -> TokenizerError {
    try write(text, "tokenizer.json")
    return try #require(throws: TokenizerError.self) {
      _ = try Tokenizer(file: folder.file("tokenizer.json"))
    }
  }

  @Test func readsVocabularyAndMerges() throws {
    try write(#"{"a":0,"b":1,"ab":2,"\u0120":3,"<|endoftext|>":4}"#, "vocab.json")
    try write("#version: 0.2\r\na b\r\n\n", "merges.txt")
    let tokenizer = try Tokenizer(folder: folder.path)
    #expect(tokenizer.encode("ab a<|endoftext|>").map(\.id) == [2, 3, 0, 4])
    #expect(tokenizer.beginningOfSequence == 4)
    #expect(!tokenizer.addsBeginning)
  }

  @Test func readsWhatStandsBesideTheVocabulary() throws {
    try write(#"{"a":0,"b":1,"ab":2,"<s>":3}"#, "vocab.json")
    try write("a b\n", "merges.txt")
    try write(#"{"[X]":4}"#, "added_tokens.json")
    try write(#"{"bos_token":{"content":"<s>","lstrip":false}}"#, "special_tokens_map.json")
    try write(
      #"{"add_bos_token":true,"pad_token":"<p>","eos_token":null,"#
        + #""added_tokens_decoder":{"5":{"content":"<p>","special":true}}}"#,
      "tokenizer_config.json")
    let tokenizer = try Tokenizer(folder: folder.path)
    #expect(tokenizer.beginningOfSequence == 3 && tokenizer.addsBeginning)
    #expect(tokenizer.padding == 5 && tokenizer.endOfSequence == nil)
    #expect(tokenizer.encode("<s>ab[X]<p>").map(\.id) == [3, 2, 4, 5])
    #expect(tokenizer.isSpecial(3) && !tokenizer.isSpecial(4) && tokenizer.isSpecial(5))
  }

  @Test func mergesMayBeArrays() throws {
    try write(json(merges: #"[["a","b"]]"#), "tokenizer.json")
    #expect(try Tokenizer(folder: folder.path).encode("ab").map(\.id) == [3])
  }

  @Test func membersMayComeInAnyOrder() throws {
    try write(
      #"{"model":{"merges":["a b"],"vocab":{"a":0,"ab":2,"b":1}},"pre_tokenizer":{"use_regex":false,"#
        + #""add_prefix_space":false,"type":"ByteLevel"},"normalizer":{"type":"Lowercase"}}"#,
      "tokenizer.json")
    #expect(try Tokenizer(folder: folder.path).encode("AB").map(\.id) == [2])
  }

  @Test func readsTiktoken() throws {
    // a, b, c, ab, bc: the smaller rank merges first.
    try write("YQ== 0\nYg== 1\nYw== 2\nYWI= 4\nYmM= 3\n", "t.tiktoken")
    let tokenizer = try Tokenizer(file: folder.file("t.tiktoken"))
    #expect(tokenizer.encode("abc").map(\.id) == [0, 3])
    #expect(tokenizer.text(of: 3) == "bc")
  }

  @Test(arguments: ["YQ= 0\n", "YQ==\n", "YQ== x\n", "Y*== 0\n", "YQ== -1\n", " 0\n"])
  func refusesBadTiktoken(text: String) throws {
    try write(text, "t.tiktoken")
    let error = try #require(throws: TokenizerError.self) {
      _ = try Tokenizer(file: folder.file("t.tiktoken"))
    }
    #expect(error.code == .syntax && error.byteOffset == 0)
  }

  @Test func namesWhatIsMissing() throws {
    let error = try #require(throws: TokenizerError.self) {
      _ = try Tokenizer(folder: folder.path)
    }
    #expect(error.code == .unreadable)
    #expect(error.description.hasPrefix("\(folder.path): expected a folder with tokenizer.json"))
    let missing = try #require(throws: TokenizerError.self) {
      _ = try Tokenizer(file: folder.file("none.json"))
    }
    #expect(missing.description.hasSuffix("none.json: cannot open it: No such file or directory"))
  }

  @Test func refusesVocabulariesThatCannotBe() throws {
    #expect(
      try failure(of: json(vocab: #"{"a":0,"b":0}"#)).message
        == #"expected an id for each token, found 0 for both "a" and "b""#)
    #expect(try failure(of: json(vocab: #"{"a":0,"a":1,"b":2,"ab":3}"#)).code == .inconsistent)
    #expect(try failure(of: json(vocab: #"{"a":0,"b":4000000000}"#)).code == .inconsistent)
    #expect(try failure(of: json(vocab: #"{"a":-1}"#)).code == .syntax)
    #expect(try failure(of: json(vocab: "{}")).code == .syntax)
    #expect(
      try failure(of: json(merges: #"["a b","a x"]"#)).message
        == #"merge 1 is of "a" and "x": the vocabulary lacks one of them or the two together"#)
    #expect(try failure(of: json(merges: #"["ab"]"#)).code == .syntax)
    #expect(try failure(of: json(merges: #"["a b c"]"#)).code == .syntax)
    #expect(try failure(of: json(merges: #"[["a"]]"#)).code == .syntax)
  }

  @Test func refusesAddedTokensThatLie() throws {
    let error = try failure(of: json(added: #"[{"id":1,"content":"x"}]"#))
    #expect(error.message == #"added token "x" has the id 1, which is that of "b""#)
    let twice = #"[{"id":9,"content":"x"},{"id":9,"content":"y"}]"#
    #expect(try failure(of: json(added: twice)).code == .inconsistent)
    #expect(try failure(of: json(added: #"[{"id":5000000,"content":"x"}]"#)).code == .inconsistent)
    #expect(try failure(of: json(added: #"[{"content":"x"}]"#)).code == .syntax)
    #expect(try failure(of: json(added: #"[{"id":7,"content":""}]"#)).code == .syntax)
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    let cases = [
      json(normalizer: #"{"type":"Precompiled"}"#),
      json(preTokenizer: #"{"type":"BertPreTokenizer"}"#),
      json(model: #","dropout":0.1"#), json(model: #","end_of_word_suffix":"</w>""#),
      json().replacingOccurrences(of: "BPE", with: "Unigram"),
      json(
        preTokenizer:
          #"{"type":"Split","pattern":{"Regex":"\\p{Han}"},"behavior":"Isolated","invert":false}"#),
    ]
    for text in cases { #expect(try failure(of: text).code == .unsupported) }
    let error = try failure(of: json(normalizer: #"{"type":"Precompiled"}"#))
    #expect(error.message.contains("Precompiled") && error.byteOffset != nil)
  }

  @Test func refusesHostileFiles() throws {
    let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    let nested = String(repeating: #"{"type":"Sequence","normalizers":["#, count: 5_000)
    for text in [
      "", "[]", "{}", deep, #"{"model":\#(deep)}"#, #"{"x":\#(deep)}"#, json(normalizer: nested),
      json(vocab: deep), json() + "x", "{\"model\":null}",
    ] {
      #expect(try failure(of: text).code == .syntax)
    }
  }

  @Test func everyTruncationIsAnError() throws {
    let whole = Array(json(added: #"[{"id":9,"content":"é"}]"#).utf8)
    for count in stride(from: 0, to: whole.count, by: 3) {
      try Data(whole[..<count]).write(to: URL(fileURLWithPath: folder.file("t.json")))
      #expect(throws: TokenizerError.self) { _ = try Tokenizer(file: folder.file("t.json")) }
    }
  }

  @Test func templatesSayWhatOpensASequence() throws {
    let tokenizer = try Samples.golden("llama3")
    #expect(tokenizer.beginningOfSequence == 1 && tokenizer.addsBeginning)
    #expect(!tokenizer.addsEnd)
  }
}
