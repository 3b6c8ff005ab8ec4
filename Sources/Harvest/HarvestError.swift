/// A harvest that cannot be begun or continued as asked.
public struct HarvestError: Error, CustomStringConvertible, Sendable {
  /// What kind of fault it is.
  public enum Code: Sendable {
    case otherSettings, noText, unknownLabel, unlabelled, badLabels, badSelection, badDocument
  }

  /// The kind of fault, to catch on.
  public let code: Code

  /// What was expected, what was found, and what to do.
  public let message: String

  /// The harvest, or the file of labels.
  public let path: String

  public var description: String { "\(path): \(message)" }
}
