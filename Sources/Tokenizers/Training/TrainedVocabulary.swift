import Foundation

/// What training a tokenizer gave.
public struct TrainedVocabulary: Sendable {
  /// The tokens that are no text, which have the first ids.
  public let specialTokens: [String]

  /// The bytes of the tokens of text; their ids follow those of the special ones.
  public let tokens: [[UInt8]]

  let merges: [CountedMerging.Pair]
  let preTokenizer: PreTokenizer

  /// How many tokens there are.
  public var size: Int { specialTokens.count + tokens.count }

  /// Writes `tokenizer.json` and `tokenizer_config.json` into a folder, as Hugging Face's
  /// tokenizers read them; the folder is made where it is missing.
  ///
  /// - Throws: `TokenizerError` with code `.unreadable` where the folder may not be written.
  public func write(to folder: String) throws(TokenizerError) {
    let mark = specialTokens.first
    let settings: [String: Any] = [
      "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": mark, "eos_token": mark,
      "add_prefix_space": false, "clean_up_tokenization_spaces": false,
    ].compactMapValues { $0 }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try data(definition).write(
        to: URL(filePath: "\(folder)/tokenizer.json"), options: .atomic)
      try data(settings).write(
        to: URL(filePath: "\(folder)/tokenizer_config.json"), options: .atomic)
    } catch {
      throw TokenizerError(
        code: .unreadable, message: "cannot write a tokenizer here: \(error.localizedDescription)",
        path: folder)
    }
  }

  private func data(_ object: [String: Any]) throws -> Data {
    try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
  }

  private var definition: [String: Any] {
    [
      "version": "1.0", "truncation": NSNull(), "padding": NSNull(), "normalizer": NSNull(),
      "added_tokens": specialTokens.enumerated().map { addedToken($1, id: $0) },
      "pre_tokenizer": preTokenizerObject,
      "post_processor": [
        "type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false, "use_regex": true,
      ] as [String: Any],
      "decoder": [
        "type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true,
      ] as [String: Any],
      "model": [
        "type": "BPE", "dropout": NSNull(), "unk_token": NSNull(),
        "continuing_subword_prefix": NSNull(), "end_of_word_suffix": NSNull(), "fuse_unk": false,
        "byte_fallback": false, "ignore_merges": false, "vocab": vocabulary,
        "merges": merges.map { [text(of: $0.left), text(of: $0.right)] },
      ] as [String: Any],
    ]
  }

  private func addedToken(_ text: String, id: Int) -> [String: Any] {
    [
      "id": id, "content": text, "single_word": false, "lstrip": false, "rstrip": false,
      "normalized": false, "special": true,
    ]
  }

  private var preTokenizerObject: [String: Any] {
    let byteLevel: [String: Any] = [
      "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true,
    ]
    guard case .sequence(let steps) = preTokenizer, case .split(let pattern, _, _) = steps.first
    else { return byteLevel }
    let split: [String: Any] = [
      "type": "Split", "pattern": ["Regex": pattern.source], "behavior": "Isolated",
      "invert": false,
    ]
    return ["type": "Sequence", "pretokenizers": [split, byteLevel]]
  }

  private var vocabulary: [String: Int] {
    let special = specialTokens.enumerated().map { ($1, $0) }
    let text = tokens.enumerated().map { (printable($1), specialTokens.count + $0) }
    return Dictionary(special + text) { first, _ in first }
  }

  private func text(of id: UInt32) -> String { printable(tokens[Int(id) - specialTokens.count]) }

  private func printable(_ bytes: [UInt8]) -> String {
    String(
      String.UnicodeScalarView(
        bytes.compactMap { Unicode.Scalar(ByteAlphabet.codePoints[Int($0)]) }))
  }
}
