import JSONText
public import Tensors

/// A file of weights that cannot be read or written as asked.
public struct CheckpointError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// The system would not open, map or write the file.
    case unusableFile

    /// The file ends before something that it announces.
    case truncated

    /// The file breaks the rules of its format.
    case malformed

    /// The file is well formed, but holds what Thresher does not read.
    case unsupported

    /// No tensor has the name that was asked for.
    case missingTensor

    /// No metadata has the key and kind that were asked for.
    case missingMetadata
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected, what was found, and what to do about it.
  public let message: String

  /// The file.
  public let path: String

  /// The place in the file, where there is one.
  public let byteOffset: Int?

  /// Makes an error about the file at `path`.
  public init(code: Code, message: String, path: String, byteOffset: Int? = nil) {
    self.code = code
    self.message = message
    self.path = path
    self.byteOffset = byteOffset
  }

  /// Makes an error of what the system said of a file.
  public init(_ error: FileError) {
    self.init(code: .unusableFile, message: error.message, path: error.path)
  }

  /// Makes an error of what a reader of JSON found.
  init(_ error: JSONError) {
    let code: Code =
      switch error.code {
      case .truncated: .truncated
      case .malformed, .inconsistent: .malformed
      case .unsupported: .unsupported
      }
    self.init(
      code: code, message: error.message, path: error.path, byteOffset: error.byteOffset)
  }

  public var description: String {
    byteOffset.map { "\(path), byte \($0): \(message)" } ?? "\(path): \(message)"
  }
}
