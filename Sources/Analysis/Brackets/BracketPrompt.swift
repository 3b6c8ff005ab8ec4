/// A text, and the bracket that should come next.
public struct BracketPrompt: Codable, Hashable, Sendable {
  /// The text.
  public var prompt: String

  /// The symbol that is right behind it; nil where none is said to be.
  public var answer: String?

  /// Makes a prompt.
  public init(_ prompt: String, answer: String? = nil) {
    self.prompt = prompt
    self.answer = answer
  }
}
