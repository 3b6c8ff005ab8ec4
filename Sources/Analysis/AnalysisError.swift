/// Data that contradicts itself, or a result that cannot be read.
public struct AnalysisError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    /// A batch does not have the rows, columns, labels or places that it should have.
    case wrongShape
    /// An activation is NaN or infinite.
    case notFinite
    /// A label is the same in every row, so that nothing can be told apart by it.
    case oneClass
    /// A run did not record what an analysis reads.
    case notRecorded
    /// Prompts of different lengths, or positions that do not fit each other.
    case unalignedPrompts
    /// A head, neuron or feature that the model or autoencoder does not have.
    case unknownUnit
    /// What was asked for does not exist for this model, or does not go together.
    case unusableRequest
    /// A task that does not exist, or whose file is not as it should be.
    case unreadableTask
    /// A result is not the JSON that Thresher writes.
    case unreadableResult
  }

  /// What kind of fault it is.
  public let code: Code

  /// What was expected, what was found, and what to do.
  public let message: String

  /// The site or file at fault.
  public let path: String

  /// Makes an error about the site or file at `path`.
  public init(code: Code, message: String, path: String) {
    self.code = code
    self.message = message
    self.path = path
  }

  public var description: String { "\(path): \(message)" }
}
