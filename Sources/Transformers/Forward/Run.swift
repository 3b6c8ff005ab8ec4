public import Tensors

/// What is asked of one forward pass, and of the pass back through it.
public struct Run: Sendable {
  /// A place to begin other than the embedding.
  public struct Start: Sendable {
    /// The first block that is run; the number of layers begins behind the last.
    public var layer: Int

    /// The residual stream there, a row for each position of each sequence in turn.
    public var residual: Matrix

    /// Whether the block's attention has been added, so that its MLP comes next.
    public var isAfterAttention: Bool

    /// Begins before the block of the given layer, or between its attention and its MLP.
    public init(layer: Int, residual: Matrix, isAfterAttention: Bool = false) {
      self.layer = layer
      self.residual = residual
      self.isAfterAttention = isAfterAttention
    }
  }

  /// The sequences to read, as token ids; they may differ in length.
  public var sequences: [[Int]]

  /// The full names of the sites to record.
  public var sites: Set<String>

  /// The changes to make on the way.
  public var interventions: [Intervention]

  /// The positions of each sequence whose logits are wanted.
  public var logits: PositionSelection

  /// Whether the loss of every token but each sequence's first is wanted.
  public var wantsLosses = false

  /// The number whose gradients are wanted; nil for none.
  public var objective: Objective?

  /// The full names of the sites whose gradients are wanted.
  public var gradientSites: Set<String> = []

  /// The names of the weights whose gradients are wanted; see `Transformer.namedWeights`.
  public var gradientWeights: Set<String> = []

  /// Where to begin; nil to begin with the tokens' embeddings.
  public var start: Start?

  /// Earlier positions of the sequences, which an earlier run has read; nil where there are none.
  public var prefix: Prefix?

  /// Asks for a forward pass.
  public init(
    _ sequences: [[Int]], sites: Set<String> = [], interventions: [Intervention] = [],
    logits: PositionSelection = .none
  ) {
    self.sequences = sequences
    self.sites = sites
    self.interventions = interventions
    self.logits = logits
  }

  /// Asks for the gradients of an objective at sites.
  public init(
    _ sequences: [[Int]], gradientOf objective: Objective, at gradientSites: Set<String>,
    sites: Set<String> = [], interventions: [Intervention] = [],
    logits: PositionSelection = .none
  ) {
    self.init(sequences, sites: sites, interventions: interventions, logits: logits)
    self.objective = objective
    self.gradientSites = gradientSites
  }
}
