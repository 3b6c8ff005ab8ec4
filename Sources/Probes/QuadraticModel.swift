import CNumerics
import Tensors

/// A quadratic model of the loss around a point, for some columns, with the intercept at its best.
///
///     model(d) = slope · d + ½ dᵀ · curvature · d + Σ_j cost(w_j + d_j)
struct QuadraticModel {
  /// The loss's second derivatives, shape `[column, column]`.
  let curvature: Matrix

  /// The loss's first derivatives.
  let slopes: [Double]

  /// The weighted means of the columns: how the intercept follows their coefficients.
  private let means: [Double]

  private let interceptStep: Double

  /// Makes the model of a loss.
  ///
  /// The columns are centred before they are multiplied, which keeps the float32 product sound
  /// where a column's mean is large beside its spread. Rows are taken some thousands at a time.
  ///
  /// - Parameters:
  ///   - columns: The columns, shape `[column, row]`.
  ///   - residuals: The negative slopes of the loss along the margins.
  ///   - curvatures: Its second derivatives along them.
  init(columns: Matrix, residuals: [Double], curvatures: [Double]) {
    let total = curvatures.reduce(0, +)
    let residual = residuals.reduce(0, +)
    let sums = parallelMap(columns.rows, grain: 16) { range in
      range.map { index in
        columns[row: index].withUnsafeBufferPointer { column in
          guard let x = column.baseAddress else { return (slope: 0.0, mean: 0.0) }
          return (
            slope: -thresher_dot_double(x, residuals, column.count),
            mean: thresher_dot_double(x, curvatures, column.count) / total
          )
        }
      }
    }.flatMap { $0 }
    means = sums.map(\.mean)
    slopes = sums.map { $0.slope + $0.mean * residual }
    interceptStep = residual / total
    curvature = weightedProducts(of: columns, around: means, weights: curvatures)
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

/// Σ_i weights[i] (x[a, i] - means[a]) (x[b, i] - means[b]) of columns that lie in rows.
private func weightedProducts(
  of columns: Matrix, around means: [Double], weights: [Double]
) -> Matrix {
  let roots = weights.map { $0.squareRoot() }
  var products = Matrix(rows: columns.rows, columns: columns.rows)
  let blockRows = 4096
  for start in stride(from: 0, to: columns.columns, by: blockRows) {
    let end = min(start + blockRows, columns.columns)
    var block = columns.columns(start..<end).contiguous
    block.forEachRow(grain: 16) { index, row in
      let mean = Float(means[index])
      for i in row.indices { row[i] = (row[i] - mean) * Float(roots[start + i]) }
    }
    products.addProduct(block, block, transposing: .right)
  }
  return products
}
