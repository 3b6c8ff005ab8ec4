public import Tensors

/// Returns the mean over rows of the squared distance to a target, and its pullback.
///
///     value             = 1/batch · Σ_b Σ_d (prediction[b, d] - target[b, d])²
///     dPrediction[b, d] = dvalue · 2/batch · (prediction[b, d] - target[b, d])
///
/// Summed over the coordinates of a row, as SAELens's `mse_loss` is, and in double precision. The
/// target is a constant.
///
/// - Parameters:
///   - prediction: Shape `[batch, coordinate]`, with at least one row.
///   - target: Shaped like `prediction`.
/// - Returns: The error, and a function from its gradient to that of `prediction`.
public func meanSquaredError(
  _ prediction: Matrix, target: Matrix
) -> (value: Double, pullback: (Float) -> Matrix) {
  precondition(
    prediction.rows == target.rows && prediction.columns == target.columns && target.rows > 0,
    """
    meanSquaredError: [\(prediction.rows), \(prediction.columns)] \
    against [\(target.rows), \(target.columns)]
    """)
  var difference = prediction
  difference.forEachRow { index, row in add(target[row: index], scale: -1, to: &row) }
  return (
    squaredNorm(of: difference) / Double(target.rows),
    { dvalue in
      var gradient = difference
      gradient.scale(by: 2 * dvalue / Float(gradient.rows))
      return gradient
    }
  )
}

/// The sum of the squares of a matrix's elements, in double precision.
public func squaredNorm(of matrix: Matrix) -> Double {
  let partial = parallelMap(matrix.rows, grain: 64) { rows in
    rows.reduce(0.0) { $0 + squaredNorm(matrix[row: $1]) }
  }
  return partial.reduce(0, +)
}
