/// A model that cannot be brought or found.
public struct DownloadError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// No known model, folder or repository has the name.
    case unknownModel

    /// The model is known, but is not on this machine.
    case notLocal

    /// The server cannot be reached, or stops answering.
    case network

    /// The server refuses: a token is missing, or does not suffice.
    case refused

    /// The server answers, but not as expected.
    case badResponse

    /// What arrived is not what was announced.
    case wrongContents

    /// A program that is needed is missing, or fails.
    case program

    /// The system does not let a file be read or written.
    case unusableFile
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected, what was found, and what to do about it.
  public let message: String

  /// The address, file or name that it is about.
  public let subject: String

  /// Makes an error about `subject`.
  public init(code: Code, message: String, subject: String) {
    self.code = code
    self.message = message
    self.subject = subject
  }

  public var description: String { "\(subject): \(message)" }
}
