/// A file whose digest cannot be taken.
public struct DigestError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// The system does not open or read the file.
    case cannotRead
  }

  /// What kind of fault it is.
  public let code: Code

  /// What the system says of it.
  public let message: String

  /// The file.
  public let path: String

  public var description: String { "\(path): \(message)" }
}
