import CNumerics
import Tensors

/// A quadratic model of the loss around a point, for some columns, with the intercept at its best.
///
///     model(d) = slope · d + ½ dᵀ · curvature · d + Σ_j cost(w_j + d_j)
struct QuadraticModel {
  /// The loss's second derivatives, shape `[column, column]`: measured here, or near by.
  var curvature = Matrix(rows: 0, columns: 0)

  /// The loss's first derivatives.
  let slopes: [Double]

  /// The weighted means of the columns: how the intercept follows their coefficients.
  private let means: [Double]

  /// The diagonal of the curvature here, from all rows.
  private let diagonal: [Double]

  private let interceptStep: Double

  /// Makes the model of a loss, from all rows; its curvature is yet to be given or measured.
  ///
  /// - Parameters:
  ///   - columns: The columns.
  ///   - residuals: The negative slopes of the loss along the margins.
  ///   - curvatures: Its second derivatives along them.
  init(columns: ColumnList, residuals: [Double], curvatures: [Double]) {
    let total = curvatures.reduce(0, +)
    let residual = residuals.reduce(0, +)
    let sums = parallelMap(columns.count, grain: 16) { range in
      range.map { columnSums(columns[$0], residuals, curvatures) }
    }.flatMap { $0 }
    means = sums.map { $0.weighted / total }
    slopes = sums.map { $0.weighted / total * residual - $0.slope }
    diagonal = sums.map { max($0.squares - $0.weighted / total * $0.weighted, 0) }
    interceptStep = residual / total
  }

  /// Measures the curvature here, from some rows that stand for all.
  ///
  /// A column that they underrate, since what it holds lies in few of the other rows, gets what it
  /// lacks on the diagonal, so that no step is too long for it.
  mutating func measure(_ columns: ColumnList, rows: CurvatureRows) {
    curvature = rows.products(of: columns, around: means)
    for (j, whole) in diagonal.enumerated() where Double(curvature[j, j]) < 0.75 * whole {
      curvature[j, j] = Float(whole)
    }
  }

  /// The intercept's change that goes with the coefficients' changes.
  func interceptChange(_ changes: [Double]) -> Double {
    zip(means, changes).reduce(interceptStep) { $0 - $1.0 * $1.1 }
  }

  /// The model's first-order change: slope · d.
  func linearChange(_ changes: [Double]) -> Double {
    zip(slopes, changes).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// How far the worst column is from the optimum's conditions, in units of its scale.
  func violation(at coefficients: [Double], costs: ColumnCosts) -> Double {
    var worst = 0.0
    for (j, coefficient) in coefficients.enumerated() {
      let (slope, scaled) = (slopes[j] / costs.scales[j], costs.scales[j] * coefficient)
      let distance =
        coefficient == 0 && costs.l1 > 0
        ? max(abs(slope) - costs.l1, 0)
        : abs(slope + (coefficient > 0 ? costs.l1 : -costs.l1) + costs.l2 * scaled)
      worst = max(worst, distance)
    }
    return worst
  }
}

/// What the coefficients of some columns cost.
struct ColumnCosts {
  let scales: [Double]
  let l1: Double
  let l2: Double

  /// What half a coefficient's square costs.
  func ridge(_ column: Int) -> Double { l2 * scales[column] * scales[column] }
}

/// The sums over a column *x* of residual · x, curvature · x and curvature · x².
private func columnSums(
  _ column: Span<Float>, _ residuals: [Double], _ curvatures: [Double]
) -> (slope: Double, weighted: Double, squares: Double) {
  precondition(column.count == residuals.count && column.count == curvatures.count)
  var sums = [0.0, 0.0, 0.0]
  column.withUnsafeBufferPointer { column in
    guard let x = column.baseAddress else { return }
    thresher_measure_column(&sums, x, residuals, curvatures, column.count)
  }
  return (sums[0], sums[1], sums[2])
}
