/// What the training of probes came to.
public struct ProbeTraining: Codable, Hashable, Sendable {
  /// One coefficient that is not zero.
  public struct Coefficient: Codable, Hashable, Sendable {
    /// The column of the site.
    public var index: Int

    /// The weight of that column.
    @Figure public var coefficient: Double

    /// Makes a coefficient.
    public init(index: Int, coefficient: Double) {
      self.index = index
      self.coefficient = coefficient
    }
  }

  /// One probe.
  public struct Probe: Codable, Hashable, Sendable {
    /// The site whose activations it reads.
    public var site: String

    /// The folder of the autoencoder whose features of the site it reads.
    public var sae: String?

    /// The label that it predicts.
    public var label: String

    /// The penalty on its coefficients: `l1`, `l2`, `elasticnet` or `none`.
    public var penalty: String

    /// The weight of the losses against the penalty.
    @Figure public var c: Double

    /// What was minimised, at the end.
    @Figure public var objective: Double

    /// How far above its minimum the objective can be at most.
    @Figure public var dualityGap: Double

    /// How many passes it took.
    public var iterations: Int

    /// Whether the gap closed to the tolerance asked for.
    public var converged: Bool

    /// The constant term.
    @Figure public var intercept: Double

    /// The coefficients that are not zero.
    public var active: [Coefficient]

    /// The scores on the rows that it was fitted to.
    public var train: ProbeScores

    /// The scores on rows held out.
    public var test: ProbeScores

    /// The scores of calling every held-out row what most are.
    public var majority: ProbeScores?

    /// What else is told of it.
    public var details: Details?

    /// Makes the result of one probe.
    public init(
      site: String, label: String, penalty: String, c: Double, objective: Double,
      dualityGap: Double, iterations: Int, converged: Bool, intercept: Double,
      active: [Coefficient], train: ProbeScores, test: ProbeScores,
      majority: ProbeScores? = nil, details: Details? = nil
    ) {
      self.site = site
      self.label = label
      self.penalty = penalty
      self.c = c
      self.objective = objective
      self.dualityGap = dualityGap
      self.iterations = iterations
      self.converged = converged
      self.intercept = intercept
      self.active = active
      self.train = train
      self.test = test
      self.majority = majority
      self.details = details
    }

    private enum CodingKeys: String, CodingKey {
      case site, sae, label, penalty
      case c = "C"
      case objective, dualityGap, iterations, converged, intercept, active, train, test, majority
      case details
    }
  }

  /// The probes, in the order of their sites.
  public var probes: [Probe]

  /// How rows were parted.
  public var split: Split?

  /// Whether what is scored was seen while fitting.
  public var leakage: RowLeakage?

  /// How long fitting took, without reading and scoring.
  public var fitSeconds: Double?

  /// What a reader should know before trusting the numbers.
  public var warnings: [String]?

  /// Makes a result.
  public init(
    probes: [Probe], split: Split? = nil, leakage: RowLeakage? = nil, fitSeconds: Double? = nil,
    warnings: [String]? = nil
  ) {
    self.probes = probes
    self.split = split
    self.leakage = leakage
    self.fitSeconds = fitSeconds
    self.warnings = warnings
  }
}
