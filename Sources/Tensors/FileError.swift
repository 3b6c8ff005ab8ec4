import Glibc

/// A file that the system would not open, examine, map or write.
public struct FileError: Error, CustomStringConvertible {
  /// What was expected and what was found.
  public let message: String

  /// The file.
  public let path: String

  /// Makes an error about the file at `path`.
  public init(message: String, path: String) {
    self.message = message
    self.path = path
  }

  /// Makes an error from the system's error number.
  public init(errno number: Int32, doing verb: String, path: String) {
    let reason = strerror(number).map { String(cString: $0) } ?? "error \(number)"
    self.init(message: "cannot \(verb) it: \(reason)", path: path)
  }

  public var description: String { "\(path): \(message)" }
}
