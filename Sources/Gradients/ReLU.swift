public import Tensors

/// Returns the positive part of `x`, and its pullback.
///
///     value[b, f] = max(x[b, f], 0)
///     dx[b, f]    = dvalue[b, f] where x[b, f] > 0, else 0
///
/// At zero the gradient is zero, as it is in PyTorch.
///
/// - Parameter x: Pre-activations, shape `[batch, feature]`.
/// - Returns: The activations, and a function from their gradient to that of `x`; all shaped
///   like `x`.
public func relu(_ x: Matrix) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
  var value = x
  value.forEachRow { _, row in
    for i in row.indices { row[i] = max(row[i], 0) }
  }
  return (
    value,
    { dvalue in
      precondition(
        dvalue.rows == x.rows && dvalue.columns == x.columns,
        "relu: a gradient [\(dvalue.rows), \(dvalue.columns)] of [\(x.rows), \(x.columns)]")
      var dx = dvalue
      dx.forEachRow { index, row in
        let input = x[row: index]
        for i in row.indices {
          let gradient = row[i]
          row[i] = input[i] > 0 ? gradient : 0
        }
      }
      return dx
    }
  )
}
