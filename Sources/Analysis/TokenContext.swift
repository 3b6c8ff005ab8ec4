/// The tokens about one position, each with its activation.
public struct TokenContext: Codable, Hashable, Sendable {
  /// One token.
  public struct Token: Codable, Hashable, Sendable {
    /// The token's text.
    public var text: String

    /// The activation at the token; nil where the harvest kept no row for it.
    public var activation: Double?

    /// The label's value at the token; nil where there is none.
    public var label: Double?

    /// Makes a token; a number that is not finite counts as none.
    public init(text: String, activation: Double?, label: Double? = nil) {
      self.text = text
      self.activation = activation.flatMap { $0.isFinite ? $0 : nil }
      self.label = label.flatMap { $0.isFinite ? $0 : nil }
    }
  }

  /// The title of the document that the tokens are from.
  public var document: String

  /// The sequence, counted through the harvest.
  public var sequence: Int

  /// The position in the sequence about which the tokens lie.
  public var position: Int

  /// The activation there.
  @Figure public var activation: Double

  /// Which of `tokens` stands at `position`.
  public var peak: Int

  /// The tokens, in the order of the text.
  public var tokens: [Token]

  /// Makes a context.
  public init(
    document: String, sequence: Int, position: Int, activation: Double, peak: Int, tokens: [Token]
  ) {
    self.document = document
    self.sequence = sequence
    self.position = position
    self.activation = activation
    self.peak = peak
    self.tokens = tokens
  }
}

/// The text of a sequence, token by token.
public struct SequenceText: Hashable, Sendable {
  /// The title of the document that the sequence is from.
  public let document: String

  /// The text of every token of the sequence.
  public let tokens: [String]

  /// Makes the text of a sequence.
  public init(document: String, tokens: [String]) {
    self.document = document
    self.tokens = tokens
  }
}
