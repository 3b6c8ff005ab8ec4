/// Probabilities of a chance finding, corrected for how many were looked for.
///
/// A probability that is NaN was not tested: it stays NaN and does not count.
public enum MultipleTesting: String, Codable, CaseIterable, Hashable, Sendable {
  /// p · m.
  case bonferroni

  /// Holm's step-down: the k-th smallest p times m − k + 1, never below the one before.
  case holm

  /// Benjamini and Hochberg's rate of false discoveries: the k-th smallest p times m / k, never
  /// above the one after.
  case benjaminiHochberg = "benjamini-hochberg"

  /// Corrects probabilities; what lies below α then was found.
  ///
  /// - Parameter p: The probabilities, in any order.
  /// - Returns: The corrected ones, in the same order, at most 1.
  public func adjusted(_ p: [Double]) -> [Double] {
    let order = p.indices.filter { !p[$0].isNaN }.sorted { (p[$0], $0) < (p[$1], $1) }
    let count = Double(order.count)
    var result = [Double](repeating: .nan, count: p.count)
    switch self {
    case .bonferroni:
      for index in order { result[index] = min(p[index] * count, 1) }
    case .holm:
      var largest = 0.0
      for (rank, index) in order.enumerated() {
        largest = max(largest, min(p[index] * (count - Double(rank)), 1))
        result[index] = largest
      }
    case .benjaminiHochberg:
      var smallest = 1.0
      for (rank, index) in order.enumerated().reversed() {
        smallest = min(smallest, p[index] * count / Double(rank + 1))
        result[index] = smallest
      }
    }
    return result
  }

  /// The largest probability that counts as found at a level, as it was before the correction.
  ///
  /// - Parameters:
  ///   - p: The probabilities.
  ///   - level: The level α.
  /// - Returns: Bonferroni's α / m; of the others the largest p found, 0 where none is.
  public func threshold(_ p: [Double], level: Double) -> Double {
    if self == .bonferroni { return level / Double(max(p.count { !$0.isNaN }, 1)) }
    let found = zip(p, adjusted(p)).filter { $0.1 <= level }
    return found.map { $0.0 }.max() ?? 0
  }
}
