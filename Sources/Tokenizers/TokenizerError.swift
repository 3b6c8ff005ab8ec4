import JSONText

/// A tokenizer that cannot be read, or text that it cannot take as asked.
public struct TokenizerError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// The file is missing, or the system would not read it.
    case unreadable
    /// The file breaks the rules of its format (JSON, base64, UTF-8).
    case syntax
    /// The file is well formed, and what it says cannot be so.
    case inconsistent
    /// The file is sound, and asks for something that Thresher does not do.
    case unsupported
    /// The text is no single token.
    case notOneToken
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected and what was found.
  public let message: String

  /// The file or folder that the tokenizer comes from.
  public let path: String

  /// The place in the file, where there is one.
  public let byteOffset: Int?

  /// Makes an error about the tokenizer at `path`.
  public init(code: Code, message: String, path: String, byteOffset: Int? = nil) {
    self.code = code
    self.message = message
    self.path = path
    self.byteOffset = byteOffset
  }

  /// Makes an error of what a reader of JSON found.
  init(_ error: JSONError) {
    let code: Code =
      switch error.code {
      case .truncated, .malformed: .syntax
      case .inconsistent: .inconsistent
      case .unsupported: .unsupported
      }
    self.init(
      code: code, message: error.message, path: error.path, byteOffset: error.byteOffset)
  }

  public var description: String {
    byteOffset.map { "\(path), byte \($0): \(message)" } ?? "\(path): \(message)"
  }
}
