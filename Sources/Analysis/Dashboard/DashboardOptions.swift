/// How much a dashboard tells of each feature.
public struct DashboardOptions: Hashable, Sendable {
  /// The most rows, spread over all sequences.
  public var maxRows = 65_536

  /// How many texts where it is highest, and how many octaves have one more.
  public var examples = 6
  public var samples = 3

  /// How many tokens are shown before and behind a position.
  public var before = 14
  public var after = 6

  /// How many features, neurons, and tokens of either kind are named.
  public var neighbours = 4
  public var tokens = 5

  /// How many bins a histogram has.
  public var bins = 16

  /// How many entries that are not zero are kept in memory, of 16 bytes each.
  public var entryLimit = 32_000_000

  /// The usual amounts.
  public init() {}
}
