/// The rows of regressions that follow one another, with what they all need to know of the columns.
public struct PreparedRows: Sendable {
  /// The rows.
  public let design: any DesignMatrix

  /// ‖x_j − mean_j‖ of each column; an upper bound for any weights up to 1.
  let spreads: [Double]

  /// Looks at every number once or twice.
  ///
  /// - Parameter design: The rows, which need not be in memory.
  /// - Throws: `ProbeError` with code `.notFinite` when a number is not finite, or whatever reading
  ///   the rows throws.
  public init(_ design: any DesignMatrix) throws(ProbeError) {
    self.design = design
    let share = [Double](repeating: 1 / Double(max(design.rowCount, 1)), count: design.rowCount)
    let means = try design.weightedColumnSums(share)
    if !means.allSatisfy(\.isFinite) {
      let row = try design.firstBadRow() ?? 0
      throw ProbeError(code: .notFinite, message: "row \(row) has a number that is not finite")
    }
    let ones = [Double](repeating: 1, count: design.rowCount)
    spreads = try design.weightedSquares(ones, around: means).map { $0.squareRoot() }
  }

  /// How many rows.
  public var rowCount: Int { design.rowCount }

  /// How many columns.
  public var columnCount: Int { design.columnCount }

  /// The deviation of each column among rows of given weights.
  ///
  /// It is that of *n* rows rather than *n* - 1, and 0 for a column that varies no more than its
  /// mean's rounding makes it seem to; both as in scikit-learn's `StandardScaler`.
  func deviations(_ weights: [Double]) throws(ProbeError) -> [Double] {
    let total = weights.reduce(0, +)
    let means = try design.weightedColumnSums(weights.map { $0 / total })
    let squares = try design.weightedSquares(weights, around: means)
    return zip(squares, means).map { square, mean in
      let deviation = (square / total).squareRoot()
      return deviation > total * abs(mean) * Double.ulpOfOne ? deviation : 0
    }
  }
}
