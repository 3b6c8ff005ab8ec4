import CNumerics
import Tensors

/// The nonlinearity of an MLP, by TransformerLens's name for it.
public enum ActivationFunction: String, Sendable, CaseIterable {
  /// x Φ(x), with the normal distribution's own Φ (Hendrycks and Gimpel 2016).
  case gelu
  /// GPT-2's approximation of GELU: ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).
  case geluNew = "gelu_new"
  /// `geluNew` with its products taken in another order.
  case geluFast = "gelu_fast"
  /// max(x, 0).
  case relu
  /// x σ(x), also called swish.
  case silu
  /// x softmax(x), over the neurons of a position (Elhage et al. 2022).
  case solu
  /// `solu`, then a layer normalization over the neurons, which the MLP holds.
  case soluLN = "solu_ln"

  /// The function's values at every element of `x`.
  func callAsFunction(_ x: Matrix) -> Matrix {
    var result = x
    result.forEachRow { _, row in
      switch self {
      case .gelu: for i in row.indices { row[i] = exactGELU(row[i]) }
      case .geluNew, .geluFast: for i in row.indices { row[i] = tanhGELU(row[i]) }
      case .relu: for i in row.indices { row[i] = max(row[i], 0) }
      case .silu: for i in row.indices { row[i] = swish(row[i]) }
      case .solu, .soluLN: applySoLU(to: &row)
      }
    }
    return result
  }
}

private func exactGELU(_ x: Float) -> Float { 0.5 * x * (1 + thresher_erf(x * 0.70710678)) }

private func tanhGELU(_ x: Float) -> Float {
  0.5 * x * (1 + thresher_tanh(0.7978845608 * (x + 0.044715 * x * x * x)))
}

private func swish(_ x: Float) -> Float { x / (1 + thresher_exp(-x)) }

private func applySoLU(to row: inout MutableSpan<Float>) {
  let x = row.span.indices.map { row[$0] }
  applySoftmax(to: &row, first: row.count)
  for i in row.indices { row[i] *= x[i] }
}
