/// What patching brought about: the result of `patch`, and of attributions that foretell it.
public struct Patching: Codable, Hashable, Sendable {
  /// What a number in the grids is.
  public enum Method: String, Codable, Hashable, Sendable {
    /// The metric of a run that was patched.
    case activationPatching = "activation-patching"
    /// The metric of a run in which only the paths from a head to its readers were.
    case pathPatching = "path-patching"
    /// What the gradient foretells of the change of the metric.
    case attributionPatching = "attribution-patching"
    /// The same by the mean gradient on the way between the prompts' embeddings.
    case integratedGradients = "integrated-gradients"
  }

  /// A grid of numbers.
  public struct Grid: Codable, Hashable, Sendable {
    /// The sites, a star for the layer, or the path.
    public var site: String

    /// What a cell is.
    public var by: PatchAxes

    /// Layers or heads.
    public var rows: [UnitLabel]

    /// Positions of the prompt that is patched from, heads, or `all` positions together.
    public var columns: [UnitLabel]

    /// The number of each cell, the mean over the pairs of prompts.
    public var values: [[Figure]]

    /// The metric as a share of the way from the corrupted prompt's to the clean one's; nil without
    /// a corrupted prompt, of attributions, and where both have the same.
    public var normalized: [[Figure]]?

    /// The standard error of each mean; nil of one pair.
    public var standardErrors: [[Figure]]?
  }

  /// Two positions that were taken for each other.
  public struct Aligned: Codable, Hashable, Sendable {
    /// A position of the clean prompt.
    public var clean: Int

    /// A position of the corrupted one.
    public var corrupted: Int
  }

  /// The model.
  public var model: String

  /// What the numbers are.
  public var method: Method

  /// Which prompt ran, and which was patched from.
  public var direction: PatchDirection

  /// What was measured.
  public var metric: Metric

  /// Where the numbers came from that were put in.
  public var source: String

  /// How many pairs of prompts.
  public var pairs: Int

  /// The first clean prompt, with the mean difference of logits over all.
  public var clean: PromptText

  /// The first corrupted prompt, likewise; nil where there is none.
  public var corrupted: PromptText?

  /// The metric of the clean prompts, and of the corrupted ones.
  public var cleanMetric: Figure
  public var corruptedMetric: Figure?

  /// Which positions were taken for each other.
  public var alignment: [Aligned]

  /// The grids.
  public var sites: [Grid]

  /// What a reader should know before trusting the numbers.
  public var warnings: [String]
}

/// What is known of the prompts of a patching besides its grids.
public struct PatchingFacts: Sendable {
  /// The model's name.
  public var model: String

  /// What the numbers are.
  public var method: Patching.Method

  /// What is measured.
  public var metric: Metric

  /// The source's name.
  public var source: String

  /// The first clean prompt.
  public var clean: PromptText

  /// The first corrupted prompt.
  public var corrupted: PromptText?

  /// The metric of each clean prompt, and of each corrupted one.
  public var values: (clean: [Double], corrupted: [Double]?)

  /// Gathers facts.
  ///
  /// - Parameters:
  ///   - model: The model's name.
  ///   - method: What the numbers are.
  ///   - metric: What is measured.
  ///   - source: The source's name.
  ///   - clean: The first clean prompt.
  ///   - corrupted: The first corrupted prompt.
  ///   - values: The metric of each prompt.
  public init(
    model: String, method: Patching.Method, metric: Metric, source: String, clean: PromptText,
    corrupted: PromptText?, values: (clean: [Double], corrupted: [Double]?)
  ) {
    self.model = model
    self.method = method
    self.metric = metric
    self.source = source
    self.clean = clean
    self.corrupted = corrupted
    self.values = values
  }
}

extension Patching {
  /// Makes a result of grids.
  ///
  /// - Parameters:
  ///   - grids: The grids, with a number for each pair of prompts.
  ///   - facts: What is known of the prompts.
  ///   - direction: Which prompt ran.
  ///   - alignment: How positions were paired.
  public init(
    _ grids: [PatchGrid], _ facts: PatchingFacts, direction: PatchDirection, alignment: Alignment
  ) {
    model = facts.model
    method = facts.method
    self.direction = direction
    metric = facts.metric
    source = facts.source
    pairs = facts.values.clean.count
    clean = facts.clean
    corrupted = facts.corrupted
    let isMeasured = method == .activationPatching || method == .pathPatching
    let scale = PatchScale(facts.values)
    cleanMetric = Figure(scale.clean)
    corruptedMetric = scale.corrupted.map { Figure($0) }
    self.alignment = alignment.pairs.map { pair in
      direction == .denoising
        ? Aligned(clean: pair.source, corrupted: pair.target)
        : Aligned(clean: pair.target, corrupted: pair.source)
    }
    sites = grids.map { Grid($0, scale: isMeasured ? scale : nil) }
    warnings = Self.warnings(of: facts, alignment)
  }

  private static func warnings(of facts: PatchingFacts, _ alignment: Alignment) -> [String] {
    var warnings: [String] = []
    if let corrupted = facts.corrupted, corrupted.tokens.count != facts.clean.tokens.count {
      warnings.append(
        """
        the prompts have \(facts.clean.tokens.count) and \(corrupted.tokens.count) tokens: look at \
        the alignment before reading a cell as one token's
        """)
      let lasts = Set([facts.clean.tokens.count - 1, corrupted.tokens.count - 1])
      let last = alignment.pairs.last
      if let last, Set([last.source, last.target]) != lasts {
        warnings.append("the last position, from which the answer is read, is never patched")
      }
    }
    let (clean, twin) = (facts.values.clean, facts.values.corrupted)
    if let twin, PatchScale((clean, twin)).range == nil {
      warnings.append("both prompts have the same metric: nothing can be normalized")
    }
    return warnings
  }
}

/// The metric's ends, between which cells are normalized.
private struct PatchScale {
  let clean: Double
  let corrupted: Double?

  init(_ values: (clean: [Double], corrupted: [Double]?)) {
    clean = mean(values.clean)
    corrupted = values.corrupted.map(mean)
  }

  /// The way from the corrupted prompt's to the clean one's; nil where there is none.
  var range: Double? {
    guard let corrupted, abs(clean - corrupted) > 1e-9 * max(abs(clean), abs(corrupted)) else {
      return nil
    }
    return clean - corrupted
  }
}

extension Patching.Grid {
  fileprivate init(_ grid: PatchGrid, scale: PatchScale?) {
    func table(_ number: ([Double]) -> Double) -> [[Figure]] {
      grid.values.map { $0.map { Figure(number($0)) } }
    }
    site = grid.site
    by = grid.axes
    rows = grid.rows
    columns = grid.columns
    values = table(mean)
    if let scale, let range = scale.range, let corrupted = scale.corrupted {
      normalized = table { (mean($0) - corrupted) / range }
    }
    if grid.values.first?.first?.count ?? 1 > 1 {
      standardErrors = table { values in
        let count = Double(values.count)
        let middle = mean(values)
        let squares = values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        return (squares / (count - 1) / count).squareRoot()
      }
    }
  }
}
