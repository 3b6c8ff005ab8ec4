/// A fault in a source of documents or in a page.
public struct CorpusError: Error, CustomStringConvertible, Equatable, Sendable {
  /// What kind of fault it is.
  public enum Code: String, Codable, Sendable {
    /// There is no such file or folder.
    case missingSource
    /// A source holds no document.
    case emptySource
    /// A file cannot be opened or read.
    case unreadable
    /// A document is longer than it may be.
    case tooLarge
    /// A document is not in UTF-8.
    case notUTF8
    /// A line is no JSON object with a document in it.
    case badJSON
    /// An archive or a compressed file breaks off or is broken.
    case brokenArchive
    /// The file's format is not built in.
    case unsupportedFormat
    /// No recipe or step has this name.
    case unknownRecipe
    /// Elements are nested too deeply to be parsed in reasonable time.
    case tooDeep
    /// A page makes the parser use far more memory than its length explains.
    case tooComplex
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected, what was found, and what to do.
  public let message: String

  /// The file, folder, pattern or name at fault.
  public let path: String

  /// Where in the file, when it is known.
  public let byteOffset: Int?

  /// Makes an error about `path`.
  public init(code: Code, message: String, path: String, byteOffset: Int? = nil) {
    self.code = code
    self.message = message
    self.path = path
    self.byteOffset = byteOffset
  }

  public var description: String {
    let place = byteOffset.map { ", byte \($0)" } ?? ""
    return "\(path)\(place): \(message)"
  }
}
