/// A request that is refused, or a port that cannot be opened.
public struct ServingError: Error, Hashable, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Int, Sendable {
    /// The request is not one of HTTP, or asks for what cannot be read.
    case badRequest = 400
    /// It comes from another site, or asks another host.
    case forbidden = 403
    /// There is no such page.
    case notFound = 404
    /// It wants more than to read.
    case methodNotAllowed = 405
    /// It took too long to come.
    case timeout = 408
    /// It is larger than any that a page makes.
    case tooLarge = 431
    /// What was asked for could not be made.
    case failed = 500
    /// A socket cannot be opened.
    case socket = 1
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected, and what was found.
  public let message: String

  /// Makes an error.
  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
