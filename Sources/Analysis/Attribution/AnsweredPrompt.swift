public import Transformers

/// A prompt, and the tokens that are an answer to it.
public struct AnsweredPrompt: Sendable {
  /// The prompt's tokens.
  public var tokens: [Int]

  /// What is measured behind its last token: the right answer, less a wrong one if there is one.
  public var answer: LogitCombination

  /// Makes a prompt.
  public init(tokens: [Int], answer: LogitCombination) {
    self.tokens = tokens
    self.answer = answer
  }
}
