import Tensors

/// The functions from a product's gradient to those of its factors.
struct ProductPullback {
  let x: (Matrix) -> Matrix
  let gate: (Matrix) -> Matrix
}

/// The product of two matrices, element by element, and the pullbacks.
///
///     value[p, n] = x[p, n] · gate[p, n]
///     dx[p, n]    = dvalue[p, n] · gate[p, n],   dGate[p, n] = dvalue[p, n] · x[p, n]
func gated(_ x: Matrix, by gate: Matrix) -> (value: Matrix, pullback: ProductPullback) {
  func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    var result = a
    result.multiply(by: b)
    return result
  }
  return (
    product(x, gate), ProductPullback(x: { product($0, gate) }, gate: { product($0, x) })
  )
}
