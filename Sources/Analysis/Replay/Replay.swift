/// A published notebook gone through again, step by step: the result of `replay`.
public struct Replay: Codable, Hashable, Sendable {
  /// Something that the notebook does.
  public struct Step: Codable, Hashable, Sendable {
    /// What it does.
    public var name: String

    /// What came of it.
    public var findings: [Finding]

    /// The analyses that it is made of.
    public var results: [AnalysisResult]

    /// Tokens with numbers, to be shown as a page.
    public var tokens: [TokenSeries]

    /// How long it took.
    public var seconds: Double

    /// Makes a step of which nothing is known yet.
    public init(_ name: String) {
      self.name = name
      findings = []
      results = []
      tokens = []
      seconds = 0
    }

    /// The worst of its findings' verdicts.
    public var verdict: Finding.Verdict { Finding.Verdict.worst(of: findings.map(\.verdict)) }
  }

  /// A mistake of the notebook: what it gives, and what is right.
  public struct Mistake: Codable, Hashable, Sendable {
    /// What is wrong.
    public var what: String

    /// What the notebook's way gives here.
    public var literal: String

    /// What the right way gives here.
    public var corrected: String

    /// Makes a mistake.
    public init(_ what: String, literal: String, corrected: String) {
      self.what = what
      self.literal = literal
      self.corrected = corrected
    }
  }

  /// Tokens, and numbers for each.
  public struct TokenSeries: Codable, Hashable, Sendable {
    /// What the numbers are.
    public var name: String

    /// The tokens' texts.
    public var tokens: [String]

    /// A number for each token; NaN where it has none.
    public var values: [Figure]

    /// Makes a series.
    public init(name: String, tokens: [String], values: [Double]) {
      precondition(
        tokens.count == values.count, "\(name): \(values.count) numbers, \(tokens.count) tokens")
      self.name = name
      self.tokens = tokens
      self.values = values.map { Figure($0) }
    }
  }

  /// The case, `003`.
  public var `case`: String

  /// What the notebook is about.
  public var title: String

  /// Where it is from.
  public var source: String

  /// The model that it reads with.
  public var originalModel: String

  /// The model that was read with.
  public var model: String

  /// What was done to the weights.
  public var processing: [String]

  /// Whether the model has the sizes of the notebook's, so that published numbers are held to.
  public var isOriginal: Bool

  /// Whether the notebook's mistakes are made again.
  public var notebookCompat: Bool

  /// The steps.
  public var steps: [Step]

  /// The notebook's mistakes.
  public var mistakes: [Mistake]

  /// What a reader should know before trusting the numbers.
  public var warnings: [String]

  /// Makes a replay without steps.
  ///
  /// - Parameters:
  ///   - name: The case.
  ///   - title: What the notebook is about.
  ///   - source: Where it is from.
  ///   - originalModel: The model that it reads with.
  ///   - model: The model that is read with.
  ///   - processing: What was done to the weights.
  ///   - isOriginal: Whether published numbers are held to.
  ///   - notebookCompat: Whether the notebook's mistakes are made again.
  public init(
    case name: String, title: String, source: String, originalModel: String, model: String,
    processing: [String], isOriginal: Bool, notebookCompat: Bool
  ) {
    self.case = name
    self.title = title
    self.source = source
    self.originalModel = originalModel
    self.model = model
    self.processing = processing
    self.isOriginal = isOriginal
    self.notebookCompat = notebookCompat
    steps = []
    mistakes = []
    warnings = []
  }

  /// The worst verdict of its steps.
  public var verdict: Finding.Verdict { Finding.Verdict.worst(of: steps.map(\.verdict)) }
}
