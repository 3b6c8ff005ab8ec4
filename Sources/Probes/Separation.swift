import CNumerics

/// Whether a threshold on one column tells the classes apart without a mistake.
///
/// A logistic regression on such a column has no optimum: its slope grows without end.
public enum Separation: String, Codable, Hashable, Sendable {
  /// The classes overlap.
  case none

  /// All of one class lies above all of the other.
  case complete

  /// The classes share one value only: the highest of one is the lowest of the other.
  case quasi

  /// The column never varies, so that its slope can be anything.
  case constant

  /// Tells from where the values of either class lie.
  init(_ ranges: thresher_class_ranges) {
    let (lowest, highest) = (ranges.lowest, ranges.highest)
    let (lowestPositive, highestPositive) = (ranges.lowestPositive, ranges.highestPositive)
    if min(lowest, lowestPositive) == max(highest, highestPositive) {
      self = .constant
    } else if highest < lowestPositive || highestPositive < lowest {
      self = .complete
    } else {
      self = highest == lowestPositive || highestPositive == lowest ? .quasi : .none
    }
  }
}
