/// What is ranked: the columns of a site as they are, an autoencoder's features, or heads.
public enum Unit: String, Codable, Hashable, Sendable, CaseIterable {
  case neuron
  case feature
  case head
}

/// What a ranking goes by.
public enum RankingCriterion: String, Codable, Hashable, Sendable, CaseIterable {
  /// The difference of the class means over the pooled standard deviation, ranked by magnitude.
  case meanDifference = "mean-difference"

  /// The area under the ROC curve, ranked by its distance from one half.
  case auc

  /// Welch's t: the difference of the class means in standard errors, ranked by magnitude.
  case welchT = "welch-t"

  /// The mutual information with the label, in nats, of values cut into sixteen bins.
  case mutualInformation = "mutual-information"

  /// The F1 of the best threshold, from above or from below.
  case thresholdF1 = "threshold-f1"

  /// How far up the list a score belongs; NaN goes last.
  func strength(of score: Double) -> Double {
    switch self {
    case .meanDifference, .welchT: abs(score)
    case .mutualInformation, .thresholdF1: score
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
    /// `density`, `densityPositive`, `densityNegative`, `maximum`; what else is ranked by; of a
    /// logistic regression its estimates.
    public var statistics: [String: Figure]

    /// Makes an item.
    public init(site: String, index: Int, score: Double, statistics: [String: Figure]) {
      self.site = site
      self.index = index
      self.score = score
      self.statistics = statistics
    }
  }

  /// A correction for how many neurons were tested, and what it leaves.
  public struct Correction: Codable, Hashable, Sendable {
    /// One of `MultipleTesting`.
    public var method: String

    /// The level.
    public var level: Double

    /// The largest p that counts as found.
    public var threshold: Double

    /// How many were found.
    public var found: Int
  }

  /// The slopes of a site's neurons over the negative logarithms of their p.
  public struct Volcano: Codable, Hashable, Sendable {
    /// The site.
    public var site: String

    /// The neurons that could be fitted.
    public var index: [Int]

    /// Their slopes.
    public var beta: [Double]

    /// -ln p of each.
    public var negativeLogP: [Double]
  }

  /// The label whose classes are told apart.
  public var label: String

  /// What the ranking goes by: one of `RankingCriterion`, or `logit`.
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

  /// How many were found under each correction for how many were tested.
  public var corrections: [Correction]?

  /// The slopes and probabilities of every neuron that could be fitted, a site each.
  public var volcano: [Volcano]?

  /// How long fitting took, without reading.
  public var fitSeconds: Double?

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
