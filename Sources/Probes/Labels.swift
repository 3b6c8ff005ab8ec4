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

/// Checks that rows are finite, and that each has a label, of both kinds.
func checkRows(_ x: Matrix, labels: [Bool]) throws(ProbeError) {
  guard x.rows == labels.count else {
    throw ProbeError(
      code: .wrongShape,
      message: "expected one label for each of \(x.rows) rows, found \(labels.count)")
  }
  let positives = labels.count { $0 }
  guard positives > 0 && positives < labels.count else {
    throw ProbeError(
      code: .badLabels,
      message: """
        a probe needs rows of both classes, found \(positives) positive of \(labels.count): \
        take more rows or another label
        """)
  }
  if let row = (0..<x.rows).first(where: { !squaredNorm(x[row: $0]).isFinite }) {
    throw ProbeError(code: .notFinite, message: "row \(row) has a number that is not finite")
  }
}
