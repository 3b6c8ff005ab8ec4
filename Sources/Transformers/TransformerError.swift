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

  /// The place in the file, where there is one.
  public let byteOffset: Int?

  init(code: Code, message: String, path: String? = nil, byteOffset: Int? = nil) {
    self.code = code
    self.message = message
    self.path = path
    self.byteOffset = byteOffset
  }

  public var description: String {
    guard let path else { return message }
    return byteOffset.map { "\(path), byte \($0): \(message)" } ?? "\(path): \(message)"
  }
}
