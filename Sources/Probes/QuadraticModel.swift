import CNumerics
import Tensors

/// A quadratic model of the loss around a point, for some columns, with the intercept at its best.
///
///     model(d) = slope · d + ½ dᵀ · curvature · d + Σ_j cost(w_j + d_j)
struct QuadraticModel {
  /// The loss's second derivatives, shape `[column, column]`.
  private let curvature: Matrix

  /// The loss's first derivatives.
  private let slopes: [Double]

  /// The weighted means of the columns: how the intercept follows their coefficients.
  private let means: [Double]

  private let interceptStep: Double

  /// Makes the model of a problem's loss.
  ///
  /// The columns are centred before they are multiplied, which keeps the float32 product sound
  /// where a column's mean is large beside its spread.
  ///
  /// - Parameters:
  ///   - columns: The columns, shape `[column, row]`.
  ///   - residuals: The negative slopes of the loss along the margins.
  ///   - curvatures: Its second derivatives along them.
  init(columns: Matrix, residuals: [Double], curvatures: [Double]) {
    let total = curvatures.reduce(0, +)
    let residual = residuals.reduce(0, +)
    let sums = parallelMap(columns.rows, grain: 4) { range in
      range.map { index in Self.sums(columns[row: index], residuals, curvatures) }
    }.flatMap { $0 }
    means = sums.map { $0.weighted / total }
    slopes = sums.map { $0.slope + $0.weighted / total * residual }
    interceptStep = residual / total
    let roots = curvatures.map { $0.squareRoot() }
    var scaled = columns
    scaled.forEachRow(grain: 4) { [means] index, row in
      let mean = means[index]
      for i in row.indices { row[i] = Float((Double(row[i]) - mean) * roots[i]) }
    }
    curvature = Matrix.product(scaled, scaled, transposing: .right)
  }

  private static func sums(
    _ column: Span<Float>, _ residuals: [Double], _ curvatures: [Double]
  ) -> (slope: Double, weighted: Double) {
    let (residuals, curvatures) = (residuals.span, curvatures.span)
    precondition(residuals.count == column.count && curvatures.count == column.count)
    var (slope, weighted) = (0.0, 0.0)
    for i in column.indices {
      let value = Double(column[i])
      slope = thresher_relaxed_add_double(slope, -residuals[i] * value)
      weighted = thresher_relaxed_add_double(weighted, curvatures[i] * value)
    }
    return (slope, weighted)
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
  func violation(at coefficients: [Double], scales: [Double], l1Ratio: Double) -> Double {
    var worst = 0.0
    for (j, coefficient) in coefficients.enumerated() {
      let (slope, scaled) = (slopes[j] / scales[j], scales[j] * coefficient)
      let distance =
        coefficient == 0
        ? max(abs(slope) - l1Ratio, 0)
        : abs(slope + (coefficient > 0 ? l1Ratio : -l1Ratio) + (1 - l1Ratio) * scaled)
      worst = max(worst, distance)
    }
    return worst
  }

  /// Minimizes the model by coordinate descent.
  ///
  /// After each pass over all columns, those whose coefficients are not zero are gone over again
  /// until they rest.
  ///
  /// - Parameters:
  ///   - coefficients: Where it starts, *w*.
  ///   - scales: The columns' scales.
  ///   - l1Ratio: The part of the absolute values in the cost.
  /// - Returns: The changes *d*.
  func minimum(from coefficients: [Double], scales: [Double], l1Ratio: Double) -> [Double] {
    var descent = Descent(
      model: self, coefficients: coefficients, scales: scales, l1Ratio: l1Ratio)
    let all = Array(coefficients.indices)
    var largest = 0.0
    for _ in 0..<100 {
      let moved = descent.pass(over: all)
      largest = max(largest, moved)
      if moved <= 1e-3 * largest { break }
      let active = all.filter { coefficients[$0] + descent.changes[$0] != 0 }
      for _ in 0..<100 {
        if descent.pass(over: active) <= 1e-3 * largest { break }
      }
    }
    return descent.changes
  }

  /// The state of a coordinate descent.
  private struct Descent {
    let model: QuadraticModel
    let coefficients: [Double]
    let scales: [Double]
    let l1Ratio: Double

    /// *d*.
    var changes: [Double]

    /// slope + curvature · d.
    private var gradient: [Double]

    init(model: QuadraticModel, coefficients: [Double], scales: [Double], l1Ratio: Double) {
      self.model = model
      self.coefficients = coefficients
      self.scales = scales
      self.l1Ratio = l1Ratio
      changes = [Double](repeating: 0, count: coefficients.count)
      gradient = model.slopes
    }

    /// Brings each coefficient to its best in turn, and returns the largest movement, in the
    /// model's own metric.
    mutating func pass(over columns: [Int]) -> Double {
      let curvatures = model.curvature
      var largest = 0.0
      for j in columns {
        let row = curvatures[row: j]
        let curvature = Double(row[j])
        let ridge = (1 - l1Ratio) * scales[j] * scales[j]
        guard curvature + ridge > 0 else { continue }
        let current = coefficients[j] + changes[j]
        let pull = curvature * current - gradient[j]
        let shrunk = max(abs(pull) - l1Ratio * scales[j], 0) / (curvature + ridge)
        let change = (pull < 0 ? -shrunk : shrunk) - current
        guard change != 0 else { continue }
        changes[j] += change
        add(row, scale: change, to: &gradient)
        largest = max(largest, abs(change) * (curvature + ridge).squareRoot())
      }
      return largest
    }
  }
}

private func add(_ row: Span<Float>, scale: Double, to sums: inout [Double]) {
  var target = sums.mutableSpan
  precondition(target.count == row.count, "add: \(row.count) numbers to \(target.count)")
  for i in row.indices { target[i] += scale * Double(row[i]) }
}
