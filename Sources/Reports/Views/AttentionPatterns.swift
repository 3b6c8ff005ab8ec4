public import Analysis

/// Where heads look: for each position of a text, how much of its attention each position gets.
public struct AttentionPatterns: Codable, Hashable, Sendable {
  /// One head.
  public struct Head: Codable, Hashable, Sendable {
    /// Its name, `10.7`.
    public var name: String

    /// Its pattern, shape `[query, key]`, kept as 32-bit floats.
    public var values: [[Figure]]

    /// Makes a head.
    public init(name: String, values: [[Figure]]) {
      self.name = name
      self.values = values
    }
  }

  /// What it shows.
  public var title: String

  /// The tokens' texts.
  public var tokens: [String]

  /// The heads.
  public var heads: [Head]

  /// Makes patterns.
  public init(title: String, tokens: [String], heads: [Head]) {
    self.title = title
    self.tokens = tokens
    self.heads = heads
  }
}
