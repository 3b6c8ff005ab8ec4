import Tensors

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

  /// Finds out about a column.
  ///
  /// - Parameters:
  ///   - column: The values, shape `[row]`.
  ///   - labels: The class of each row, 1 or 0; both classes are there.
  init(of column: Span<Float>, labels: Span<Double>) {
    precondition(column.count == labels.count, "\(column.count) values, \(labels.count) labels")
    var (lowest, highest) = (Float.infinity, -Float.infinity)
    var (lowestPositive, highestPositive) = (lowest, highest)
    for i in column.indices {
      let value = column[i]
      if labels[i] > 0.5 {
        lowestPositive = min(lowestPositive, value)
        highestPositive = max(highestPositive, value)
      } else {
        lowest = min(lowest, value)
        highest = max(highest, value)
      }
    }
    if min(lowest, lowestPositive) == max(highest, highestPositive) {
      self = .constant
    } else if highest < lowestPositive || highestPositive < lowest {
      self = .complete
    } else {
      self = highest == lowestPositive || highestPositive == lowest ? .quasi : .none
    }
  }
}
