import Tensors

/// The classes that the numbers 0 and 1 stand for.
///
/// - Parameter labels: The numbers.
/// - Returns: Whether each is 1.
/// - Throws: `ProbeError` with code `.badLabels` for any other number.
public func binary(_ labels: [Float]) throws(ProbeError) -> [Bool] {
  if let bad = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) {
    throw ProbeError(
      code: .badLabels, message: "labels must be 0 or 1, found \(labels[bad]) for row \(bad)")
  }
  return labels.map { $0 == 1 }
}

/// Checks that there is a label for each row, and rows of both kinds that count.
func requireLabels(
  _ labels: [Bool], rowCount: Int, weights: [Double]? = nil
) throws(ProbeError) {
  guard rowCount == labels.count else {
    throw ProbeError(
      code: .wrongShape,
      message: "expected one label for each of \(rowCount) rows, found \(labels.count)")
  }
  if let weights {
    guard weights.count == rowCount && weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw ProbeError(
        code: .wrongShape,
        message: "expected one weight of 0 or more for each of \(rowCount) rows")
    }
  }
  let counted = labels.indices.filter { (weights?[$0] ?? 1) > 0 }
  let positives = counted.count { labels[$0] }
  guard positives > 0 && positives < counted.count else {
    throw ProbeError(
      code: .badLabels,
      message: """
        a probe needs rows of both classes, found \(positives) positive of \(counted.count): \
        take more rows or another label
        """)
  }
}

/// Checks that rows are finite, and that each has a label, of both kinds.
func checkRows(_ x: Matrix, labels: [Bool]) throws(ProbeError) {
  try requireLabels(labels, rowCount: x.rows)
  if let row = x.firstBadRow() {
    throw ProbeError(code: .notFinite, message: "row \(row) has a number that is not finite")
  }
}
