/// A JSON text that cannot be read, or does not say what its reader needs.
///
/// A module that reads a format written in JSON throws this while it reads, and turns it into an
/// error of its own where it is done.
public struct JSONError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// The text ends before its value does.
    case truncated
    /// The text breaks the rules of JSON, or has another kind of value at a place.
    case malformed
    /// The text is well formed, and what it says cannot be so.
    case inconsistent
    /// The text is sound, and asks for something that Thresher does not do.
    case unsupported
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected and what was found.
  public let message: String

  /// The file.
  public let path: String

  /// The place in the file.
  public let byteOffset: Int

  /// Makes an error about a place in the file at `path`.
  public init(code: Code, message: String, path: String, byteOffset: Int) {
    self.code = code
    self.message = message
    self.path = path
    self.byteOffset = byteOffset
  }

  public var description: String { "\(path), byte \(byteOffset): \(message)" }
}
