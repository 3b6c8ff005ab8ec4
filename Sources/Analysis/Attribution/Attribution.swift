/// What the parts of a model add to the difference of two answers' logits: the result of
/// `attribute`.
public struct Attribution: Codable, Hashable, Sendable {
  /// One part, or one state of the residual stream.
  public struct Row: Codable, Hashable, Sendable {
    /// The part, in TransformerLens's words.
    public var label: String

    /// What it adds: the mean over prompts.
    @Figure public var value: Double

    /// The lower end of the mean's 95 % interval; nil of one prompt.
    public var ciLow: Double?

    /// Its upper end.
    public var ciHigh: Double?

    /// The probability of the right answer; of states alone.
    public var probability: Double?

    /// How many tokens come before the right answer, in the mean; of states alone.
    public var rank: Double?

    /// The likeliest token after the first prompt; of states alone.
    public var likeliest: String?

    /// What it adds for each prompt, where they are asked for.
    public var perPrompt: [Figure]?

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - label: The part.
    ///   - values: What it adds for each prompt.
    ///   - isPerPrompt: Whether each prompt's number is kept.
    public init(label: String, values: [Double], isPerPrompt: Bool = false) {
      let interval = MeanInterval(of: values)
      self.label = label
      value = interval.mean
      ciLow = interval.ciLow
      ciHigh = interval.ciHigh
      perPrompt = isPerPrompt ? values.map { Figure($0) } : nil
    }
  }

  /// The model.
  public var model: String

  /// What the rows are: `component`, `head`, `neuron`, `feature`, `source-position`, `logit-lens`,
  /// `edge`, or `neuron-importance`.
  public var by: String

  /// The prompts.
  public var prompts: [PromptText]

  /// The difference of the logits of the right and the wrong answer, the mean over prompts.
  @Figure public var logitDiff: Double

  /// The parts; where only the largest are shown, one row holds all the others.
  public var rows: [Row]

  /// What the rows add up to; nil where they do not add up.
  public var sum: Double?

  /// What they leave of the difference of the logits.
  public var remainder: Double?

  /// What a reader should know before trusting the numbers.
  public var warnings: [String]

  /// Makes a result.
  ///
  /// - Parameters:
  ///   - model: The model's name.
  ///   - by: What the rows are.
  ///   - prompts: The prompts.
  ///   - rows: The rows.
  ///   - warnings: What a reader should know.
  public init(
    model: String, by: String, prompts: [PromptText], rows: [Row], warnings: [String] = []
  ) {
    self.model = model
    self.by = by
    self.prompts = prompts
    logitDiff = prompts.reduce(0) { $0 + $1.logitDiff } / Double(prompts.count)
    self.rows = rows
    self.warnings = warnings
  }
}

extension Attribution {
  /// Makes a result of a direct attribution.
  ///
  /// - Parameters:
  ///   - attribution: The attribution.
  ///   - model: The model's name.
  ///   - by: What the rows are.
  ///   - prompts: The prompts.
  ///   - top: How many of the largest rows are shown, the others in one; nil for all, in their order.
  ///   - isPerPrompt: Whether each prompt's number is kept.
  public init(
    _ attribution: DirectAttribution, model: String, by: String, prompts: [PromptText],
    top: Int? = nil, isPerPrompt: Bool = false
  ) {
    let shown = attribution.shown(top: top)
    self.init(
      model: model, by: by, prompts: prompts,
      rows: shown.map { Row(label: $0.label, values: $0.values, isPerPrompt: isPerPrompt) })
    sum = rows.reduce(0) { $0 + $1.value }
    remainder = logitDiff - (sum ?? 0)
  }
}

extension DirectAttribution {
  /// The rows of largest magnitude, and one that holds the others; all in order without a limit.
  fileprivate func shown(top: Int?) -> [Row] {
    guard let top, rows.count > top else { return rows }
    func size(_ row: Row) -> Double { abs(row.values.reduce(0, +)) }
    let order = rows.indices.sorted { a, b in
      let (x, y) = (size(rows[a]), size(rows[b]))
      return x != y ? x > y : a < b
    }
    let rest = order.dropFirst(top)
    let others = logitDifferences.indices.map { prompt in
      rest.reduce(0.0) { $0 + rows[$1].values[prompt] }
    }
    return order.prefix(top).map { rows[$0] } + [Row(label: "\(rest.count) others", values: others)]
  }
}
