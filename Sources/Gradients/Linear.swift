public import Tensors

/// Returns the rows of `x` times a weight, plus a bias, and its pullback.
///
///     value[b, o] = Σ_i x[b, i] · weight[i, o] + bias[o]
///     dx          = dvalue · weightᵀ
///     dWeight     = xᵀ · dvalue
///     dBias[o]    = Σ_b dvalue[b, o]
///
/// - Parameters:
///   - x: Inputs, shape `[batch, input]`.
///   - weight: Shape `[input, output]`.
///   - bias: Shape `[1, output]`; nil adds none.
/// - Returns: The outputs, shape `[batch, output]`, and a function from their gradient to those of
///   the three arguments.
public func linear(
  _ x: Matrix, weight: Matrix, bias: Matrix? = nil
) -> (value: Matrix, pullback: (Matrix) -> LinearGradient) {
  var value = Matrix.product(x, weight)
  if let bias { value.addToRows(bias) }
  return (
    value,
    { dvalue in
      LinearGradient(
        x: Matrix.product(dvalue, weight, transposing: .right),
        weight: Matrix.product(x, dvalue, transposing: .left),
        bias: columnSums(of: dvalue))
    }
  )
}

/// The gradients of the arguments of `linear`, each shaped like its argument.
public struct LinearGradient: Sendable {
  public let x: Matrix
  public let weight: Matrix
  public let bias: Matrix
}

/// The sums of a matrix's columns as a matrix of one row, taken in double precision.
public func columnSums(of matrix: Matrix) -> Matrix {
  let partial = parallelMap(matrix.rows, grain: 256) { rows in
    var sums = [Double](repeating: 0, count: matrix.columns)
    for index in rows {
      let row = matrix[row: index]
      for i in row.indices { sums[i] += Double(row[i]) }
    }
    return sums
  }
  var total = [Double](repeating: 0, count: matrix.columns)
  for sums in partial {
    for i in total.indices { total[i] += sums[i] }
  }
  return Matrix(row: total.map(Float.init))
}
