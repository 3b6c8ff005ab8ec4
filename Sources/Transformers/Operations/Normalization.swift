import CNumerics
import Gradients
import Tensors

/// What a normalization divides by, and the quotient.
struct Normalized {
  /// The divisor of each row, shape `[position, 1]`.
  var scale: Matrix

  /// The rows divided, shape `[position, dModel]`.
  var quotient: Matrix
}

/// The rows of `x` divided by their root mean square, centred first if so asked, and the pullback
/// of the quotient.
///
///     c[p, d]        = x[p, d] − mean_d x[p, d]         (or x[p, d] itself)
///     scale[p]       = √(mean_d c[p, d]² + ε)
///     quotient[p, d] = c[p, d] / scale[p]
///     dx[p, :]       = (dq[p, :] − mean dq[p, :] − quotient[p, :] · mean(dq ⊙ quotient)) / scale[p]
///
/// Without centring the mean of dq is not taken off. Weights are not yet applied.
///
/// Source: Ba et al. 2016, <https://arxiv.org/abs/1607.06450>; Zhang and Sennrich 2019,
/// <https://arxiv.org/abs/1910.07467>, equation 4.
func normalized(
  _ x: Matrix, isCentred: Bool, epsilon: Float
) -> (value: Normalized, pullback: (Matrix) -> Matrix) {
  let (scale, quotient) = scaleAndQuotient(x, isCentred: isCentred, epsilon: epsilon)
  return (
    Normalized(scale: scale, quotient: quotient),
    { dquotient in
      var dx = dquotient
      dx.forEachRow { index, row in
        let q = quotient[row: index]
        let width = Float(row.count)
        let mean = isCentred ? Float(sum(row.span)) / width : 0
        let slope = dot(row.span, q) / width
        let factor = 1 / scale[row: index][0]
        for i in row.indices { row[i] = (row[i] - mean - q[i] * slope) * factor }
      }
      return dx
    }
  )
}

private func scaleAndQuotient(
  _ x: Matrix, isCentred: Bool, epsilon: Float
) -> (scale: Matrix, quotient: Matrix) {
  var scale = Matrix(uninitializedRows: x.rows, columns: 1)
  var quotient = Matrix(uninitializedRows: x.rows, columns: x.columns)
  forEachRow(&scale, &quotient) { index, scale, row in
    let x = x[row: index]
    let width = Double(x.count)
    let mean = isCentred ? Float(sum(x) / width) : 0
    for i in row.indices { row[i] = x[i] - mean }
    scale[0] = Float((squaredNorm(row.span) / width + Double(epsilon)).squareRoot())
    let factor = 1 / scale[0]
    for i in row.indices { row[i] *= factor }
  }
  return (scale, quotient)
}

/// The rows of `x` less their means, and the pullback, which is the same function.
func centred(_ x: Matrix) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
  var value = x
  value.forEachRow { _, row in
    let mean = Float(sum(row.span) / Double(row.count))
    for i in row.indices { row[i] -= mean }
  }
  return (value, { centred($0).value })
}

/// The root of the mean square of each row of `x`, and the pullback.
///
///     value[p] = √(mean_d x[p, d]² + ε),   dx[p, d] = dvalue[p] · x[p, d] / (width · value[p])
///
/// - Returns: Shape `[position, 1]`.
func rootMeanSquare(
  _ x: Matrix, epsilon: Float
) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
  var value = Matrix(rows: x.rows, columns: 1)
  let width = Double(x.columns)
  value.forEachRow { index, row in
    row[0] = Float((squaredNorm(x[row: index]) / width + Double(epsilon)).squareRoot())
  }
  return (
    value,
    { [value] dvalue in
      var dx = x
      dx.forEachRow { index, row in
        let factor = dvalue[row: index][0] / (value[row: index][0] * Float(width))
        for i in row.indices { row[i] *= factor }
      }
      return dx
    }
  )
}

/// The functions from a quotient's gradient to those of what was divided, and of what divided it.
struct QuotientPullback {
  let x: (Matrix) -> Matrix
  let divisor: (Matrix) -> Matrix
}

/// Each row of `x` divided by its own number, and the pullbacks.
///
///     value[p, d] = x[p, d] / divisor[p]
///     dx[p, d]    = dvalue[p, d] / divisor[p]
///     dDivisor[p] = −Σ_d dvalue[p, d] · value[p, d] / divisor[p]
func divided(
  _ x: Matrix, by divisor: Matrix
) -> (value: Matrix, pullback: QuotientPullback) {
  var value = x
  value.forEachRow { index, row in
    let factor = 1 / divisor[row: index][0]
    for i in row.indices { row[i] *= factor }
  }
  return (
    value,
    QuotientPullback(
      x: { divided($0, by: divisor).value },
      divisor: { [value] dvalue in
        var dDivisor = Matrix(rows: divisor.rows, columns: 1)
        dDivisor.forEachRow { index, row in
          row[0] = -dot(dvalue[row: index], value[row: index]) / divisor[row: index][0]
        }
        return dDivisor
      })
  )
}

/// The functions from the gradient of what a normalization gives to those of its arguments.
struct ScalingPullback {
  let x: (Matrix) -> Matrix
  let scale: (Matrix) -> Matrix
  let shift: (Matrix) -> Matrix
}

/// A quotient multiplied by a normalization's scale and shifted, and the pullbacks.
///
///     value[p, d] = x[p, d] · scale[d] + shift[d]
///     dx[p, d]    = dvalue[p, d] · scale[d]
///     dScale[d]   = Σ_p dvalue[p, d] · x[p, d]
///     dShift[d]   = Σ_p dvalue[p, d]
func scaled(
  _ x: Matrix, by weights: NormalizationWeights
) -> (value: Matrix, pullback: ScalingPullback) {
  (
    columnsMultiplied(x, by: weights.scale, adding: weights.shift),
    ScalingPullback(
      x: { columnsMultiplied($0, by: weights.scale, adding: nil) },
      scale: { dvalue in
        var product = dvalue
        product.multiply(by: x)
        return columnSums(of: product)
      },
      shift: columnSums)
  )
}

/// A normalization in one step, where nobody looks at its divisor or quotient: `normalized`, then
/// `scaled`.
func normalizedAndScaled(
  _ x: Matrix, isCentred: Bool, epsilon: Float, by weights: NormalizationWeights
) -> Matrix {
  let shift = weights.shift ?? Matrix(rows: 1, columns: x.columns)
  var result = Matrix(uninitializedRows: x.rows, columns: x.columns)
  result.forEachRow { index, row in
    let (x, scale, offset) = (x[row: index], weights.scale[row: 0], shift[row: 0])
    let width = Double(x.count)
    let mean = isCentred ? Float(sum(x) / width) : 0
    for i in row.indices { row[i] = x[i] - mean }
    let divisor = Float((squaredNorm(row.span) / width + Double(epsilon)).squareRoot())
    let factor = 1 / divisor
    for i in row.indices { row[i] = row[i] * factor * scale[i] + offset[i] }
  }
  return result
}

private func columnsMultiplied(_ x: Matrix, by factors: Matrix, adding shift: Matrix?) -> Matrix {
  let shift = shift ?? Matrix(rows: 1, columns: x.columns)
  var result = Matrix(uninitializedRows: x.rows, columns: x.columns)
  result.forEachRow { index, row in
    let (x, scale, offset) = (x[row: index], factors[row: 0], shift[row: 0])
    for i in row.indices { row[i] = x[i] * scale[i] + offset[i] }
  }
  return result
}
