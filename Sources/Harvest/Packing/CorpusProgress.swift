public import Corpora

/// How far a corpus has been read.
public struct CorpusProgress: Sendable {
  /// How many reasons are kept.
  static let reasonLimit = 100

  /// What was read, and where reading would go on.
  public internal(set) var cursor = CorpusCursor()

  /// How many documents, or prompts, were passed over.
  public internal(set) var passedOver = 0

  /// Why the first of them were, a line each.
  public internal(set) var reasons: [String] = []
}
