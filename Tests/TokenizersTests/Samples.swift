import Foundation
import TestSupport

@testable import Tokenizers

/// Tokenizers that the tests share, so that each is read once.
enum Samples {
  /// The small tokenizers of the goldens.
  static let goldenNames = [
    "bytes", "llama3", "o200k", "metaspace", "characters", "words", "spaces",
  ]

  /// One of the goldens' tokenizers.
  static func golden(_ name: String) throws -> Tokenizer {
    try Tokenizer(file: goldenPath("Tokenizers/\(name).json"))
  }

  /// GPT-2's, where the shared data are.
  static let gpt2 = Result { try Tokenizer(folder: sharedDataPath("tokenizers/gpt2") ?? "") }

  /// A byte-level tokenizer of the 256 bytes, a few merges and two added tokens.
  static func small(
    preTokenizer: String = "gpt-2", merges: [String] = ["a b", "ab c", "Ġ t"]
  ) throws -> Tokenizer {
    let bytes = ByteAlphabet.codePoints.map {
      String(Unicode.Scalar($0).map(Character.init) ?? "?")
    }
    let merged = merges.map { $0.split(separator: " ").joined() }
    let tokens = bytes + merged + ["<|end|>", "plain"]
    let types = [Int](repeating: 1, count: tokens.count - 2) + [3, 4]
    return try Tokenizer(
      tokens: tokens, merges: merges, tokenTypes: types, preTokenizer: preTokenizer,
      end: tokens.count - 2, path: "small")
  }
}

/// Strings with the ids that another program gives them.
struct Cases: Decodable {
  struct Case: Decodable {
    let text: String
    let ids: [Int]
  }

  let tokenizer: String
  let cases: [Case]
}

/// The goldens' strings, with the ids by each tokenizer's name.
struct GoldenCase: Decodable {
  let text: String
  let ids: [String: [Int]]

  static let all = Result {
    let data = try Data(contentsOf: URL(fileURLWithPath: goldenPath("Tokenizers/cases.json")))
    return try JSONDecoder().decode([GoldenCase].self, from: data)
  }
}
