import CNumerics
import Tensors

/// What a normalization divides by, and the quotient.
struct Normalized {
  /// The divisor of each row, shape `[position, 1]`.
  var scale: Matrix

  /// The rows divided, shape `[position, dModel]`.
  var quotient: Matrix
}

/// The rows of `x` centred and divided by their standard deviation, weights not yet applied.
///
///     scale[p]       = √(mean_d (x[p, d] − mean_d x[p, d])² + ε)
///     quotient[p, d] = (x[p, d] − mean_d x[p, d]) / scale[p]
///
/// Source: Ba et al. 2016, <https://arxiv.org/abs/1607.06450>.
func layerNorm(_ x: Matrix, epsilon: Float) -> Normalized {
  var quotient = x
  var scale = Matrix(rows: x.rows, columns: 1)
  let width = Double(x.columns)
  quotient.forEachRow { _, row in
    let mean = Float(sum(row.span) / width)
    for i in row.indices { row[i] -= mean }
  }
  divideByRootMeanSquare(&quotient, epsilon: epsilon, scale: &scale)
  return Normalized(scale: scale, quotient: quotient)
}

/// The rows of `x` divided by the root of their mean square, weights not yet applied.
///
///     scale[p]       = √(mean_d x[p, d]² + ε)
///     quotient[p, d] = x[p, d] / scale[p]
///
/// Source: Zhang and Sennrich 2019, <https://arxiv.org/abs/1910.07467>, equation 4.
func rmsNorm(_ x: Matrix, epsilon: Float) -> Normalized {
  var quotient = x
  var scale = Matrix(rows: x.rows, columns: 1)
  divideByRootMeanSquare(&quotient, epsilon: epsilon, scale: &scale)
  return Normalized(scale: scale, quotient: quotient)
}

private func divideByRootMeanSquare(_ x: inout Matrix, epsilon: Float, scale: inout Matrix) {
  let (values, width) = (x, Double(x.columns))
  scale.forEachRow { index, row in
    row[0] = Float((squaredNorm(values[row: index]) / width + Double(epsilon)).squareRoot())
  }
  divideRows(&x, by: scale)
}

/// Multiplies each row of `x` by its own number.
func multiplyRows(_ x: inout Matrix, by factors: Matrix) {
  x.forEachRow { index, row in
    let factor = factors[row: index][0]
    for i in row.indices { row[i] *= factor }
  }
}

/// Divides each row of `x` by its own number.
func divideRows(_ x: inout Matrix, by divisors: Matrix) {
  x.forEachRow { index, row in
    let factor = 1 / divisors[row: index][0]
    for i in row.indices { row[i] *= factor }
  }
}
