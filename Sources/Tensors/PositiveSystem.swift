import COpenBLAS

/// Solves a symmetric positive definite system of linear equations, in double precision.
///
///     matrix · x = target
///
/// - Parameters:
///   - matrix: The matrix, shape `[order, order]`, row after row.
///   - target: The right side, shape `[order]`.
/// - Returns: *x*, by Cholesky's factors; nil when a pivot is not positive.
public func solvePositiveSystem(_ matrix: consuming [Double], _ target: [Double]) -> [Double]? {
  let order = target.count
  precondition(
    matrix.count == order * order, "solvePositiveSystem: \(matrix.count) elements, \(order) rows")
  guard order > 0 else { return [] }
  var solution = target
  var factors = matrix
  let status = Threads.lent {
    LAPACKE_dposv(
      LAPACK_COL_MAJOR, Int8(UInt8(ascii: "U")), Int32(order), 1, &factors, Int32(order),
      &solution, Int32(order))
  }
  return status == 0 && solution.allSatisfy(\.isFinite) ? solution : nil
}
