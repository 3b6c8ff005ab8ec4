/// Data, a setting or a file that a probe cannot be fitted to or read from.
public struct ProbeError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// A setting makes no sense.
    case badConfiguration
    /// There is not one label for every row, or rows have another width than the probe.
    case wrongShape
    /// Labels are not 0 or 1, or all the same.
    case badLabels
    /// A row has a number that is not finite.
    case notFinite
    /// A file is missing, or the system would not read or write it.
    case file
    /// A file says what it must not, or not what it must.
    case badFile
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected, what was found, and what to do.
  public let message: String

  /// The file or folder, where there is one.
  public let path: String?

  /// Makes an error.
  public init(code: Code, message: String, path: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
  }

  public var description: String { path.map { "\($0): \(message)" } ?? message }
}
