/// Data, a configuration or a folder that an autoencoder cannot be trained on or read from.
public struct AutoencoderError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// A value of the configuration makes no sense, alone or with the others.
    case badConfiguration
    /// Rows have another width than the autoencoder's input.
    case wrongWidth
    /// The rows hold too little: none, or all the same.
    case tooLittleData
    /// NaN or infinity, in the rows or in what training made of them.
    case notFinite
    /// A loss is many times those of the steps before it.
    case lossSpike
    /// A file is missing, or the system would not read or write it.
    case file
    /// A file says what it must not, or not what it must.
    case badFile
    /// What the file asks for, Thresher does not do.
    case unsupported
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
