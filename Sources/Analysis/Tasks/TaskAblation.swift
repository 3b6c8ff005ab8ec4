/// What taking parts out of a model together did to its accuracy on a task, beside what random parts
/// of the same kind do whose taking out changes as much.
public struct TaskAblation: Codable, Hashable, Sendable {
  /// The parts: `10.7`, `8.1234`.
  public var units: [String]

  /// What stands in their place.
  public var replacement: String

  /// The accuracy without them.
  @Figure public var accuracy: Double

  /// How much lower that is, in shares of 1.
  public var drop: Change

  /// The accuracy without random parts, for each draw.
  public var randomAccuracies: [Figure]

  /// How much lower the accuracy is without the parts than without random ones; nil without draws.
  public var dropBeyondRandom: Change?

  /// A change with its 95 % interval, a bootstrap over documents.
  public struct Change: Codable, Hashable, Sendable {
    /// The change.
    @Figure public var value: Double

    /// The interval's lower end; nil of one document.
    public var ciLow: Double?

    /// Its upper end.
    public var ciHigh: Double?
  }
}
