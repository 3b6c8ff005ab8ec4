public import Analysis

/// How likely a model held each token of a text to be, and what it held likeliest and least likely in
/// its place.
public struct TokenPredictions: Codable, Hashable, Sendable {
  /// A token that might have come.
  public struct Candidate: Codable, Hashable, Sendable {
    /// Its text.
    public var text: String

    /// Its log-probability, or what else the page's numbers are.
    @Figure public var value: Double

    /// Makes a candidate.
    public init(text: String, value: Double) {
      self.text = text
      self.value = value
    }
  }

  /// A token of the text.
  public struct Position: Codable, Hashable, Sendable {
    /// Its text.
    public var text: String

    /// Its own number, given what is before it; NaN for the first.
    @Figure public var value: Double

    /// How many tokens were held likelier.
    public var rank: Int?

    /// What was held likeliest, the likeliest first.
    public var top: [Candidate]

    /// What was held least likely, the least first; nil where that was not asked for.
    public var bottom: [Candidate]?

    /// Makes a position.
    public init(
      text: String, value: Double, rank: Int? = nil, top: [Candidate],
      bottom: [Candidate]? = nil
    ) {
      self.text = text
      self.value = value
      self.rank = rank
      self.top = top
      self.bottom = bottom
    }
  }

  /// What it shows.
  public var title: String

  /// What the numbers are: `log-probability`, `direct effect`.
  public var valueName: String

  /// The tokens in order.
  public var positions: [Position]

  /// What was held likeliest behind the last token, the likeliest first; nil where that is not told.
  public var next: [Candidate]?

  /// Makes predictions.
  public init(
    title: String, valueName: String = "log-probability", positions: [Position],
    next: [Candidate]? = nil
  ) {
    self.title = title
    self.valueName = valueName
    self.positions = positions
    self.next = next
  }
}
