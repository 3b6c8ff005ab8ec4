/// An archive or compressed file that cannot be read, or not on.
public struct ArchiveError: Error, CustomStringConvertible, Equatable, Sendable {
  /// What was expected, and what the library says was found.
  public let message: String

  /// The file.
  public let path: String

  /// Whether nothing behind the fault can be read.
  public let isFatal: Bool

  public var description: String { "\(path): \(message)" }
}
