import Foundation
import TestSupport
import Testing
import Tokenizers

/// Ids equal to those of Hugging Face's tokenizers.
@Suite struct ParityTests {
  @Test(arguments: Samples.goldenNames)
  func smallTokenizersAgree(name: String) throws {
    let tokenizer = try Samples.golden(name)
    for golden in try GoldenCase.all.get() {
      let ids = tokenizer.encode(golden.text).map(\.id)
      #expect(ids == golden.ids[name], "\(golden.text.debugDescription)")
    }
  }

  @Test(
    .enabled(if: sharedDataPath("tokenizers/gpt2") != nil, "needs ../shared/data/tokenizers/gpt2"))
  func gpt2Agrees() throws {
    let tokenizer = try Samples.gpt2.get()
    for golden in try GoldenCase.all.get() {
      let ids = tokenizer.encode(golden.text).map(\.id)
      #expect(ids == golden.ids["gpt2"], "\(golden.text.debugDescription)")
    }
  }

  private static let references = [
    ("gpt2", sharedDataPath("tokenizers/gpt2"), false),
    ("gpt2", sharedDataPath("tokenizers/gpt2/gpt2.tiktoken"), false),
    ("gpt_neox_20b", sharedDataPath("tokenizers/gpt_neox_20b/20B_tokenizer.json"), true),
    ("smollm2", checkpointPath("smollm2-135m/tokenizer.json"), true),
  ]

  @Test(
    .enabled(if: sharedDataPath("reference") != nil, "needs ../shared/data/reference"),
    arguments: references.indices)
  func referenceCasesAgree(index: Int) throws {
    let (name, path, parsingSpecialTokens) = Self.references[index]
    guard let path, let cases = sharedDataPath("reference/tokenizer_cases.json") else { return }
    let data = try Data(contentsOf: URL(fileURLWithPath: cases))
    let entries = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    let isFile = path.hasSuffix(".json") || path.hasSuffix(".tiktoken")
    let tokenizer = try isFile ? Tokenizer(file: path) : Tokenizer(folder: path)
    #expect(entries.count == 56)
    for entry in entries {
      let text = try #require(entry["text"] as? String)
      let tokens = tokenizer.encode(text, parsingSpecialTokens: parsingSpecialTokens)
      #expect(tokens.map(\.id) == entry[name] as? [Int], "\(text.debugDescription)")
    }
  }

  /// The folder that `scripts/oracles/tokenizer_ids.py differential` has filled.
  private static let differential = ProcessInfo.processInfo.environment["TOKENIZER_DIFFERENTIAL"]

  @Test(.enabled(if: differential != nil, "needs TOKENIZER_DIFFERENTIAL=FOLDER"))
  func tenThousandStringsAgree() throws {
    let folder = Self.differential ?? ""
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))
      let cases = try JSONDecoder().decode(Cases.self, from: data)
      let isFile = [".json", ".tiktoken"].contains { cases.tokenizer.hasSuffix($0) }
      let tokenizer =
        try isFile ? Tokenizer(file: cases.tokenizer) : Tokenizer(folder: cases.tokenizer)
      for entry in cases.cases {
        let ids = tokenizer.encode(entry.text).map(\.id)
        #expect(ids == entry.ids, "\(file): \(entry.text.debugDescription)")
      }
    }
  }
}
