/// What a model makes of one prompt of a task.
public struct PromptOutcome: Codable, Hashable, Sendable {
  /// The prompt.
  public var prompt: String

  /// Its twin; nil where there is none.
  public var twin: String?

  /// Whether the likeliest token is a right answer.
  public var isRight: Bool

  /// Whether the likeliest right answer is likelier than every wrong one.
  public var prefersRight: Bool

  /// The mean logit of the right answers less that of the wrong ones.
  @Figure public var logitDiff: Double

  /// The probability of the right answers together.
  @Figure public var probability: Double

  /// How many tokens are likelier than the likeliest right answer.
  public var rank: Int

  /// The likeliest token.
  public var likeliest: String

  /// The task's metric behind the prompt.
  @Figure public var metric: Double

  /// The same answers' metric behind the twin; nil where there is none.
  public var twinMetric: Double?
}
