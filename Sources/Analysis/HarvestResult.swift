/// What a harvest brought in.
public struct HarvestResult: Codable, Hashable, Sendable {
  /// The harvest's folder.
  public var harvest: String

  /// How many sequences it holds.
  public var sequences: Int

  /// How many rows of activations it holds, of each site.
  public var rows: Int

  /// How many tokens the model read.
  public var tokens: Int

  /// How many shards it is stored in.
  public var shards: Int

  /// How many bytes the shards take.
  public var bytes: Int

  /// How long it took.
  @Figure public var seconds: Double

  /// How fast it went.
  @Figure public var tokensPerSecond: Double

  /// Makes a result.
  public init(
    harvest: String, sequences: Int, rows: Int, tokens: Int, shards: Int, bytes: Int,
    seconds: Double, tokensPerSecond: Double
  ) {
    self.harvest = harvest
    self.sequences = sequences
    self.rows = rows
    self.tokens = tokens
    self.shards = shards
    self.bytes = bytes
    self.seconds = seconds
    self.tokensPerSecond = tokensPerSecond
  }
}
