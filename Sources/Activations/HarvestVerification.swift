/// What a check of a harvest found: the object that `activations verify` prints.
public struct HarvestVerification: Codable, Equatable, Sendable {
  /// The harvest's folder.
  public var harvest: String

  /// How many rows were read.
  public var rows: Int

  /// What was found in each shard.
  public var shards: [Shard]

  /// The labels that are not what the tokens' text says; nil where they were not held against it.
  public var wrongLabels: [String]?

  /// Whether nothing was wrong.
  public var isSound: Bool {
    shards.allSatisfy { $0.problems.isEmpty } && (wrongLabels ?? []).isEmpty
  }

  /// What was found in one shard.
  public struct Shard: Codable, Equatable, Sendable {
    /// The file's name.
    public var file: String

    /// What is wrong, a line each.
    public var problems: [String]
  }
}
