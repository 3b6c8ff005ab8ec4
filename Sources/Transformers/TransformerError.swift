/// A model or a request to it that cannot be used.
public struct TransformerError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    case unsupportedModel, missingTensor, wrongShape, missingFile
    case unusableProcessing
    case unknownSite, unknownWeight, tokenOutOfRange, positionOutOfRange
    case contextTooLong, emptyPrompt, notRecorded
  }

  /// The kind of fault, to catch on.
  public let code: Code

  /// What was expected, what was found, and what to do.
  public let message: String

  /// The file or folder at fault; nil when a request is.
  public let path: String?

  init(code: Code, message: String, path: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
  }

  public var description: String { path.map { "\($0): \(message)" } ?? message }
}
