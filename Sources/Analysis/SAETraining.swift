/// What the training of a sparse autoencoder came to.
public struct SAETraining: Codable, Hashable, Sendable {
  /// The measures at the end, on rows that were held out where there are any.
  public struct Metrics: Codable, Hashable, Sendable {
    /// The mean number of active features.
    @Figure public var l0: Double

    /// The mean squared error of the reconstruction, summed over the width.
    @Figure public var mse: Double

    /// The share of the variance that the reconstruction explains.
    @Figure public var explainedVariance: Double

    /// How many features are never active.
    public var deadFeatures: Int

    /// Makes measures.
    public init(l0: Double, mse: Double, explainedVariance: Double, deadFeatures: Int) {
      self.l0 = l0
      self.mse = mse
      self.explainedVariance = explainedVariance
      self.deadFeatures = deadFeatures
    }
  }

  /// One measure over the steps of the training.
  public struct Curve: Codable, Hashable, Sendable {
    /// The measure, such as `loss`, `explainedVariance` or `l0`.
    public var name: String

    /// The steps, ascending.
    public var steps: [Int]

    /// The measure at each of them.
    public var values: [Figure]

    /// Makes a curve of as many values as steps.
    public init(name: String, steps: [Int], values: [Double]) {
      precondition(
        steps.count == values.count, "Curve: \(steps.count) steps, \(values.count) values")
      self.name = name
      self.steps = steps
      self.values = values.map { Figure($0) }
    }
  }

  /// Another code's share of the variance explained on the same rows.
  public struct Baseline: Codable, Hashable, Sendable {
    /// What it is, such as `32 principal components`.
    public var name: String

    /// The share of the variance that it explains.
    @Figure public var explainedVariance: Double

    /// Makes a baseline.
    public init(name: String, explainedVariance: Double) {
      self.name = name
      self.explainedVariance = explainedVariance
    }
  }

  /// The autoencoder's folder.
  public var sae: String

  /// The site whose activations it reads.
  public var site: String?

  /// The kind, such as `topk`.
  public var architecture: String?

  /// How many features it has.
  public var width: Int?

  /// How many steps it was trained for.
  public var steps: Int

  /// How many rows of activations it saw.
  public var tokens: Int

  /// How long it took.
  @Figure public var seconds: Double

  /// How fast it went.
  @Figure public var tokensPerSecond: Double

  /// The measures at the end.
  public var metrics: Metrics

  /// The measures on the way there.
  public var curves: [Curve]?

  /// Other codes of as many numbers a row, for comparison.
  public var baselines: [Baseline]?

  /// The settings of the run, by name.
  public var configuration: [String: String]?

  /// What a reader should know before trusting the numbers.
  public var warnings: [String]?

  /// Makes a result.
  public init(
    sae: String, site: String? = nil, architecture: String? = nil, width: Int? = nil, steps: Int,
    tokens: Int, seconds: Double, tokensPerSecond: Double, metrics: Metrics,
    curves: [Curve]? = nil, baselines: [Baseline]? = nil, configuration: [String: String]? = nil,
    warnings: [String]? = nil
  ) {
    self.sae = sae
    self.site = site
    self.architecture = architecture
    self.width = width
    self.steps = steps
    self.tokens = tokens
    self.seconds = seconds
    self.tokensPerSecond = tokensPerSecond
    self.metrics = metrics
    self.curves = curves
    self.baselines = baselines
    self.configuration = configuration
    self.warnings = warnings
  }
}
