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

  /// Whether the MLP normalizes what this gives before it is read.
  var isNormalized: Bool { self == .soluLN }

  /// The function's values at every element of `x`, and the pullback.
  ///
  ///     value[p, n] = f(x[p, n]),   dx[p, n] = dvalue[p, n] · f′(x[p, n])
  ///
  /// SoLU mixes the neurons n of a position, s = softmax(x[p, :]):
  ///
  ///     dx[p, n] = s[n] · (dvalue[p, n] · (1 + x[p, n]) − Σ_m dvalue[p, m] · x[p, m] · s[m])
  ///
  /// At zero the slope of `relu` is zero, as it is in PyTorch.
  ///
  /// - Parameter x: Pre-activations, shape `[position, dMLP]`.
  /// - Returns: The activations, and a function from their gradient to that of `x`.
  func callAsFunction(_ x: Matrix) -> (value: Matrix, pullback: (Matrix) -> Matrix) {
    (values(at: x), { gradient(at: x, of: $0) })
  }

  private func values(at x: Matrix) -> Matrix {
    var result = Matrix(uninitializedRows: x.rows, columns: x.columns)
    result.forEachRow { index, row in
      let source = x[row: index]
      for i in row.indices { row[i] = source[i] }
      apply(to: &row)
    }
    return result
  }

  /// Replaces pre-activations by the function's values at them.
  func replace(_ x: inout Matrix) {
    x.forEachRow { _, row in apply(to: &row) }
  }

  private func apply(to row: inout MutableSpan<Float>) {
    switch self {
    case .gelu: change(&row, by: thresher_gelu)
    case .geluNew, .geluFast: change(&row, by: thresher_gelu_tanh)
    case .relu: for i in row.indices { row[i] = max(row[i], 0) }
    case .silu: change(&row, by: thresher_silu)
    case .solu, .soluLN: applySoLU(to: &row)
    }
  }

  private func gradient(at x: Matrix, of dvalue: Matrix) -> Matrix {
    precondition(
      dvalue.rows == x.rows && dvalue.columns == x.columns,
      "\(rawValue): a gradient [\(dvalue.rows), \(dvalue.columns)] of [\(x.rows), \(x.columns)]")
    var result = dvalue
    result.forEachRow { index, row in
      let x = x[row: index]
      switch self {
      case .gelu: multiply(&row, by: thresher_pull_back_gelu, at: x)
      case .geluNew, .geluFast: multiply(&row, by: thresher_pull_back_gelu_tanh, at: x)
      case .relu:
        for i in row.indices {
          let gradient = row[i]
          row[i] = x[i] > 0 ? gradient : 0
        }
      case .silu: multiply(&row, by: thresher_pull_back_silu, at: x)
      case .solu, .soluLN: pullBackSoLU(at: x, of: &row)
      }
    }
    return result
  }
}

private func change(
  _ row: inout MutableSpan<Float>, by function: (UnsafeMutablePointer<Float>?, Int) -> Void
) {
  row.withUnsafeMutableBufferPointer { function($0.baseAddress, $0.count) }
}

private func multiply(
  _ gradient: inout MutableSpan<Float>,
  by slope: (UnsafeMutablePointer<Float>?, UnsafePointer<Float>?, Int) -> Void,
  at x: Span<Float>
) {
  precondition(gradient.count == x.count, "ActivationFunction: \(gradient.count) of \(x.count)")
  gradient.withUnsafeMutableBufferPointer { gradient in
    x.withUnsafeBufferPointer { slope(gradient.baseAddress, $0.baseAddress, gradient.count) }
  }
}

private func applySoLU(to row: inout MutableSpan<Float>) {
  let x = elements(of: row.span)
  applySoftmax(to: &row, first: row.count)
  for i in row.indices { row[i] *= x[i] }
}

private func pullBackSoLU(at x: Span<Float>, of row: inout MutableSpan<Float>) {
  var softmax = elements(of: x)
  var weights = softmax.mutableSpan
  applySoftmax(to: &weights, first: weights.count)
  var mean: Float = 0
  for i in row.indices {
    mean = thresher_relaxed_add(mean, thresher_relaxed_multiply(row[i] * x[i], weights[i]))
  }
  for i in row.indices { row[i] = weights[i] * (row[i] * (1 + x[i]) - mean) }
}

private func elements(of span: Span<Float>) -> [Float] { span.indices.map { span[$0] } }
