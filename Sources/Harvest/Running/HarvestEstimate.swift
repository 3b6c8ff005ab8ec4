/// What a harvest would take: the object that `harvest --dry-run` prints.
public struct HarvestEstimate: Codable, Equatable, Sendable {
  /// How many documents, sequences, tokens of text and rows it would have.
  public var documents = 0
  public var sequences = 0
  public var tokens = 0
  public var rows = 0

  /// In how many shards, of how many bytes together.
  public var shards = 0
  public var bytes = 0

  /// Whether the text was counted to its end; else the counts are carried on from its beginning.
  public var isCounted = true

  /// How many tokens were harvested for a sample, and in how many seconds.
  public var sampleTokens = 0
  public var sampleSeconds = 0.0

  /// How long the harvest would take.
  public var seconds = 0.0

  /// The most memory that the process would take, in bytes.
  public var peakMemoryBytes = 0

  /// Carries the counts on from a part of the text to all of it.
  mutating func scale(by factor: Double) {
    func grow(_ count: inout Int) { count = Int((Double(count) * factor).rounded()) }
    grow(&documents)
    grow(&sequences)
    grow(&tokens)
    grow(&rows)
    grow(&shards)
    grow(&bytes)
  }
}
