/// One neuron or feature: its numbers, and its activations in the texts where they stand out.
public struct FeaturePage: Codable, Hashable, Sendable {
  /// How the activations differ between the classes of a label.
  public struct LabelStatistics: Codable, Hashable, Sendable {
    /// The label's name.
    public var label: String

    /// How many rows are in the positive class.
    public var positives: Int

    /// How many rows are in the negative class.
    public var negatives: Int

    /// Numbers by the names that `Ranking.Item` gives them.
    public var statistics: [String: Figure]

    /// Makes the statistics.
    public init(
      label: String, positives: Int, negatives: Int, statistics: [String: Figure]
    ) {
      self.label = label
      self.positives = positives
      self.negatives = negatives
      self.statistics = statistics
    }
  }

  /// Examples whose activation lies from `lower` up to but not including `upper`.
  public struct Band: Codable, Hashable, Sendable {
    /// The lower edge.
    @Figure public var lower: Double

    /// The upper edge.
    @Figure public var upper: Double

    /// How many rows have such an activation.
    public var count: Int

    /// Some of them, drawn evenly.
    public var contexts: [TokenContext]

    /// Makes a band.
    public init(lower: Double, upper: Double, count: Int, contexts: [TokenContext]) {
      self.lower = lower
      self.upper = upper
      self.count = count
      self.contexts = contexts
    }
  }

  /// Whether it is a neuron or a feature.
  public var unit: Unit

  /// The name of the autoencoder whose feature it is.
  public var sae: String?

  /// The site's name.
  public var site: String

  /// The neuron or feature.
  public var index: Int

  /// How many rows were looked at.
  public var rows: Int

  /// The share of rows in which it is not zero.
  @Figure public var density: Double

  /// The mean over all rows.
  @Figure public var mean: Double

  /// The largest activation.
  @Figure public var max: Double

  /// How often it takes which values.
  public var histogram: Histogram

  /// How it differs between the classes of a label.
  public var labelStatistics: LabelStatistics?

  /// Where it is highest, the highest first.
  public var contexts: [TokenContext]

  /// Where it is lowest, for a column that goes below zero.
  public var lowestContexts: [TokenContext]

  /// Examples from the octaves of its activations, the highest first.
  public var bands: [Band]

  /// The tokens that it makes more and less likely, where the model was at hand.
  public var logitEffects: LogitEffects?

  /// What it goes together with, where that was asked for.
  public var neighbours: FeatureNeighbours?

  /// What taking it out of the model does to the texts shown, where that was asked for.
  public var ablation: [Ablation.Effect]?

  /// What a reader should know before trusting the numbers; every null is explained here.
  public var warnings: [String]

  /// Makes a page.
  public init(
    unit: Unit, sae: String? = nil, site: String, index: Int, rows: Int, density: Double,
    mean: Double, max: Double, histogram: Histogram, labelStatistics: LabelStatistics? = nil,
    contexts: [TokenContext], lowestContexts: [TokenContext] = [], bands: [Band] = [],
    logitEffects: LogitEffects? = nil, neighbours: FeatureNeighbours? = nil,
    ablation: [Ablation.Effect]? = nil, warnings: [String] = []
  ) {
    self.unit = unit
    self.sae = sae
    self.site = site
    self.index = index
    self.rows = rows
    self.density = density
    self.mean = mean
    self.max = max
    self.histogram = histogram
    self.labelStatistics = labelStatistics
    self.contexts = contexts
    self.lowestContexts = lowestContexts
    self.bands = bands
    self.logitEffects = logitEffects
    self.neighbours = neighbours
    self.ablation = ablation
    self.warnings = warnings
  }
}
