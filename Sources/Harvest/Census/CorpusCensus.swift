/// What there is in a corpus, or in a part of it.
public struct CorpusCensus: Codable, Equatable, Sendable {
  /// How many documents were read.
  public internal(set) var documents = 0

  /// How many of them are HTML.
  public internal(set) var htmlDocuments = 0

  /// How many bytes of UTF-8 they have.
  public internal(set) var bytes = 0

  /// How many bytes they have after cleaning.
  public internal(set) var cleanedBytes = 0

  /// How many tokens they have after cleaning; nil when no tokenizer is given.
  public internal(set) var tokens: Int?

  /// The number of start tags, by name, after cleaning.
  public internal(set) var tags: [String: Int] = [:]

  /// What the tokens' labels are, by the labels' names.
  public internal(set) var labels: [String: LabelCount] = [:]

  /// How many documents were passed over, by the reason.
  public internal(set) var passedOver: [String: Int] = [:]

  /// Why the first of them were, a line each.
  public internal(set) var reasons: [String] = []

  /// What the whole corpus has, when only its beginning was read.
  public internal(set) var estimate: CorpusEstimate?

  /// How the tokens answer one label.
  public struct LabelCount: Codable, Equatable, Sendable {
    /// How many have one.
    public internal(set) var labelled = 0

    /// For how many it is not zero.
    public internal(set) var positive = 0

    /// The sum of all.
    public internal(set) var sum: Double = 0

    /// Adds another count.
    mutating func add(_ other: Self) {
      labelled += other.labelled
      positive += other.positive
      sum += other.sum
    }
  }
}
