import Digests
public import Tokenizers

/// A transformer with the tokenizer that it was trained with, and where both came from.
public struct LanguageModel: Sendable {
  /// The name that the user called it by.
  public let name: String

  /// The file or folder that it was read from.
  public let path: String

  /// The network.
  public let transformer: Transformer

  /// Text to tokens, and back.
  public let tokenizer: Tokenizer

  /// What was done to the weights before they are used.
  public let processing: Processing

  let weightFiles: [String]

  /// Puts a model together; its digest is that of `weightFiles`.
  public init(
    name: String, path: String, transformer: Transformer, tokenizer: Tokenizer,
    processing: Processing, weightFiles: [String] = []
  ) {
    self.name = name
    self.path = path
    self.transformer = transformer
    self.tokenizer = tokenizer
    self.processing = processing
    self.weightFiles = weightFiles
  }

  /// The model's sizes and choices.
  public var configuration: TransformerConfiguration { transformer.configuration }

  /// The token that a text is read after, under a policy; nil for none.
  ///
  /// - Throws: `TransformerError` when one is always wanted and the tokenizer has none.
  public func beginning(under policy: BOSPolicy) throws(TransformerError) -> Int? {
    let isWanted = policy == .always || (policy == .model && configuration.prependsBOS)
    guard isWanted else { return nil }
    if let token = tokenizer.beginningOfSequence ?? tokenizer.endOfSequence { return token }
    guard policy == .model else {
      throw TransformerError(
        code: .unsupportedModel,
        message: "--bos always: the tokenizer has no beginning-of-sequence token", path: path)
    }
    return nil
  }

  /// The token ids of a text, after BOS where the policy asks for it.
  public func tokens(
    of text: String, bos policy: BOSPolicy = .model
  ) throws(TransformerError) -> [Int] {
    let ids = tokenizer.encode(text).map(\.id)
    return try beginning(under: policy).map { [$0] + ids } ?? ids
  }

  /// The SHA-256 of the weights: of the file, or of the files' sums in the order of their names.
  public func weightsDigest() throws -> String {
    let sums = try weightFiles.sorted().map { try SHA256.ofFile($0) }
    return sums.count == 1 ? sums[0] : SHA256.of(Array(sums.joined(separator: "\n").utf8))
  }

  /// The SHA-256 of the tokenizer's vocabulary and rules.
  public func tokenizerDigest() -> String { Self.digest(of: tokenizer) }

  /// The SHA-256 of a tokenizer's vocabulary and rules.
  public static func digest(of tokenizer: Tokenizer) -> String {
    SHA256.of(tokenizer.canonicalBytes())
  }
}
