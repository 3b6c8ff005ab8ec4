/// A prompt as results show it: its text and its tokens.
public struct PromptText: Codable, Hashable, Sendable {
  /// A token of the prompt.
  public struct Token: Codable, Hashable, Sendable {
    /// The token.
    public var id: Int

    /// Its text.
    public var text: String

    /// Makes a token.
    public init(id: Int, text: String) {
      self.id = id
      self.text = text
    }
  }

  /// The text.
  public var prompt: String

  /// The tokens, BOS among them where there is one.
  public var tokens: [Token]

  /// The logit of the right answer less that of the wrong one behind the last token.
  @Figure public var logitDiff: Double

  /// Makes a prompt's text.
  ///
  /// - Parameters:
  ///   - prompt: The text.
  ///   - tokens: Its tokens.
  ///   - logitDiff: The difference of the answers' logits.
  public init(prompt: String, tokens: [Token], logitDiff: Double) {
    self.prompt = prompt
    self.tokens = tokens
    self.logitDiff = logitDiff
  }
}
