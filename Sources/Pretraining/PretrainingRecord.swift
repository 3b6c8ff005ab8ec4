import Tensors

/// What `training.json` says: everything needed to repeat a run.
public struct PretrainingRecord: Codable, Equatable, Sendable {
  /// The version of this layout.
  public private(set) var schemaVersion = 1

  /// How the model is trained.
  public let configuration: PretrainingConfiguration

  /// What it learns from.
  public let text: PretrainingText

  /// The token that opens a document.
  public let beginning: Int

  /// How many tokens the tokenizer has.
  public let vocabularySize: Int

  /// The SHA-256 of the tokenizer's vocabulary and rules.
  public let tokenizer: String

  /// How many threads the run was started with.
  public private(set) var threads = Threads.count

  /// What OpenBLAS says of itself.
  public private(set) var blas = Threads.blasDescription

  init(
    configuration: PretrainingConfiguration, text: PretrainingText, beginning: Int,
    vocabularySize: Int, tokenizer: String
  ) {
    self.configuration = configuration
    self.text = text
    self.beginning = beginning
    self.vocabularySize = vocabularySize
    self.tokenizer = tokenizer
  }
}
