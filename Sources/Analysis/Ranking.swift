/// What is ranked: the columns of a site as they are, or an autoencoder's features.
public enum Unit: String, Codable, Hashable, Sendable, CaseIterable {
  case neuron
  case feature
}

/// What a ranking goes by.
public enum RankingCriterion: String, Codable, Hashable, Sendable, CaseIterable {
  /// The difference of the class means over the pooled standard deviation, ranked by magnitude.
  case meanDifference = "mean-difference"

  /// The area under the ROC curve, ranked by its distance from one half.
  case auc

  /// How far up the list a score belongs; NaN goes last.
  func strength(of score: Double) -> Double {
    switch self {
    case .meanDifference: abs(score)
    case .auc: abs(score - 0.5)
    }
  }
}

/// Neurons or features in the order of how well they tell the two classes of a label apart.
public struct Ranking: Codable, Hashable, Sendable {
  /// One neuron or feature.
  public struct Item: Codable, Hashable, Sendable {
    /// The site's name.
    public var site: String

    /// The neuron or feature.
    public var index: Int

    /// What the ranking goes by.
    @Figure public var score: Double

    /// Numbers by name: `effectSize`, `rocAUC`, `meanPositive`, `meanNegative`, `pooledDeviation`,
    /// `density`, `densityPositive`, `densityNegative`, `maximum`.
    public var statistics: [String: Figure]

    /// Makes an item.
    public init(site: String, index: Int, score: Double, statistics: [String: Figure]) {
      self.site = site
      self.index = index
      self.score = score
      self.statistics = statistics
    }
  }

  /// The label whose classes are told apart.
  public var label: String

  /// What the ranking goes by, one of `RankingCriterion`.
  public var by: String

  /// Whether neurons or features are ranked.
  public var unit: Unit

  /// The name of the autoencoder whose features they are.
  public var sae: String?

  /// How many rows were looked at.
  public var rows: Int

  /// How many of the rows are in the positive class.
  public var positives: Int

  /// How many of the rows are in the negative class.
  public var negatives: Int

  /// How many neurons or features were compared, of which `items` may be the first few.
  public var candidates: Int

  /// The best first.
  public var items: [Item]

  /// What a reader should know before trusting the numbers; every null is explained here.
  public var warnings: [String]

  /// Makes a ranking of items that are in order.
  public init(
    label: String, by: String, unit: Unit, sae: String? = nil, rows: Int, positives: Int,
    negatives: Int, candidates: Int, items: [Item], warnings: [String] = []
  ) {
    self.label = label
    self.by = by
    self.unit = unit
    self.sae = sae
    self.rows = rows
    self.positives = positives
    self.negatives = negatives
    self.candidates = candidates
    self.items = items
    self.warnings = warnings
  }
}
