/// A fault in the training of a language model.
public struct PretrainingError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// The settings contradict themselves, or what they are used with.
    case badConfiguration
    /// The corpus gives no text to learn from.
    case noText
    /// A file is damaged, or not what was expected.
    case badFile
    /// A file or folder cannot be read or written.
    case file
    /// The loss or a gradient is no number.
    case notFinite
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected, what was found, and what to do.
  public let message: String

  /// The file or folder at fault; nil where there is none.
  public let path: String?

  /// Makes an error.
  public init(code: Code, message: String, path: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
  }

  public var description: String { path.map { "\($0): \(message)" } ?? message }
}
