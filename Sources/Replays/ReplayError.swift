/// A notebook that cannot be gone through with what it was given.
public struct ReplayError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// The corpus holds too little to take a step.
    case tooLittleText
    /// The model lacks what a step looks at.
    case unfitModel
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected, what was found, and what to do.
  public let message: String

  init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  public var description: String {
    switch code {
    case .tooLittleText: "the corpus: \(message)"
    case .unfitModel: "the model: \(message)"
    }
  }
}
