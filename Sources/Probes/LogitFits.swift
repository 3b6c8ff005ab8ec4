public import Tensors

/// Fits a logistic regression to every column on its own.
///
/// Newton's method for each column in units of its own deviation, so that its units don't matter.
/// The last steps and all that is reported are sums in double precision, which do not depend on the
/// number of threads.
///
/// - Parameters:
///   - x: The rows, shape `[row, column]`.
///   - labels: The class of each row.
/// - Returns: A fit for each column.
/// - Throws: `ProbeError` for labels of another count or of one class only, and numbers that are not
///   finite.
public func logitFits(_ x: Matrix, labels: [Bool]) throws(ProbeError) -> [LogitFit] {
  try checkRows(x, labels: labels)
  let targets: [Float] = labels.map { $0 ? 1 : 0 }
  return parallelMap(x.columns, grain: 64) { range in
    let columns = x.columns(range).transposed
    return (0..<columns.rows).map { row in
      LogitSolver(LogitColumn(columns[row: row], labels: targets.span)).solve()
    }
  }.flatMap { $0 }
}
