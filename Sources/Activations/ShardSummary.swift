/// A finished shard, as a manifest lists it.
///
/// All but the file's name may be missing from a manifest that another program wrote.
public struct ShardSummary: Codable, Equatable, Sendable {
  /// The file's name in the harvest's folder.
  public var file: String

  /// How many rows of activations it holds.
  public var rows: Int?

  /// How many sequences it holds.
  public var sequences: Int?

  /// How many tokens its sequences have together, without padding.
  public var tokens: Int?

  /// The file's SHA-256, in lower-case hexadecimal digits.
  public var sha256: String?

  /// Where reading the corpus goes on behind it; nil where it can't.
  public var end: ReadingPlace?

  /// Describes a shard.
  public init(
    file: String, rows: Int? = nil, sequences: Int? = nil, tokens: Int? = nil,
    sha256: String? = nil, end: ReadingPlace? = nil
  ) {
    self.file = file
    self.rows = rows
    self.sequences = sequences
    self.tokens = tokens
    self.sha256 = sha256
    self.end = end
  }
}
