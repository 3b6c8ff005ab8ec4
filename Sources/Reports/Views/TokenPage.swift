public import Analysis

/// Texts whose tokens are coloured by one of several series of numbers.
///
/// A series is chosen by a word for each of the page's selectors: the kind of an ablation and a head,
/// say, or a neuron.
public struct TokenPage: Codable, Hashable, Sendable {
  /// One text.
  public struct Passage: Codable, Hashable, Sendable {
    /// What it is from.
    public var document: String

    /// The position of its first token; nil for 0.
    public var first: Int?

    /// Its tokens' texts.
    public var tokens: [String]

    /// Makes a passage.
    public init(document: String, first: Int? = nil, tokens: [String]) {
      self.document = document
      self.first = first
      self.tokens = tokens
    }
  }

  /// Numbers for all tokens.
  public struct Series: Codable, Hashable, Sendable {
    /// The word for each selector.
    public var keys: [String]

    /// A number for each token of each passage, kept as 32-bit floats; NaN where there is none.
    public var values: [[Figure]]

    /// Makes a series.
    public init(keys: [String], values: [[Figure]]) {
      self.keys = keys
      self.values = values
    }
  }

  /// What it shows.
  public var title: String

  /// What the numbers are: `activation`, `loss change`.
  public var valueName: String

  /// What is chosen by: `kind`, `head`.
  public var selectors: [String]

  /// The texts.
  public var passages: [Passage]

  /// The numbers, in the order in which they are offered.
  public var series: [Series]

  /// The magnitude of full strength; nil takes each series's largest.
  public var limit: Double?

  /// Makes a page.
  public init(
    title: String, valueName: String, selectors: [String], passages: [Passage],
    series: [Series], limit: Double? = nil
  ) {
    self.title = title
    self.valueName = valueName
    self.selectors = selectors
    self.passages = passages
    self.series = series
    self.limit = limit
  }
}
