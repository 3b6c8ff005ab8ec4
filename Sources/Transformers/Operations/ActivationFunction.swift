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
    result.forEachRow { index, row in fillWithValues(&row, at: x[row: index]) }
    return result
  }

  /// Replaces what a layer's products are by the function's values at the layer's outputs.
  ///
  ///     x[p, n] = f(x[p, n] + bias[n])
  ///
  /// A row is read and written once, where bias, function and result by themselves would each send
  /// all rows through memory.
  ///
  /// - Parameters:
  ///   - x: The products, shape `[position, dMLP]`.
  ///   - bias: Shape `[1, dMLP]`; nil for none.
  func replace(_ x: inout Matrix, adding bias: Matrix?) {
    let bias = bias ?? Matrix(rows: 1, columns: x.columns)
    x.forEachRow { _, row in
      let shift = bias[row: 0]
      precondition(row.count == shift.count, "replace: \(row.count), \(shift.count)")
      var outputs = [Float](repeating: 0, count: row.count)
      for i in row.indices { outputs[i] = row[i] + shift[i] }
      fillWithValues(&row, at: outputs.span)
    }
  }

  private func fillWithValues(_ row: inout MutableSpan<Float>, at x: Span<Float>) {
    switch self {
    case .gelu: fill(&row, by: thresher_gelu, of: x)
    case .geluNew, .geluFast: fill(&row, by: thresher_gelu_tanh, of: x)
    case .relu: for i in row.indices { row[i] = max(x[i], 0) }
    case .silu: fill(&row, by: thresher_silu, of: x)
    case .solu, .soluLN: fillWithSoLU(&row, of: x)
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
      case .gelu: fill(&row, by: thresher_pull_back_gelu, of: x)
      case .geluNew, .geluFast: fill(&row, by: thresher_pull_back_gelu_tanh, of: x)
      case .relu:
        for i in row.indices {
          let gradient = row[i]
          row[i] = x[i] > 0 ? gradient : 0
        }
      case .silu: fill(&row, by: thresher_pull_back_silu, of: x)
      case .solu, .soluLN: pullBackSoLU(at: x, of: &row)
      }
    }
    return result
  }
}

private func fill(
  _ row: inout MutableSpan<Float>,
  by function: (UnsafeMutablePointer<Float>?, UnsafePointer<Float>?, Int) -> Void,
  of x: Span<Float>
) {
  precondition(row.count == x.count, "ActivationFunction: \(row.count) of \(x.count) elements")
  row.withUnsafeMutableBufferPointer { target in
    x.withUnsafeBufferPointer { function(target.baseAddress, $0.baseAddress, target.count) }
  }
}

private func fillWithSoLU(_ row: inout MutableSpan<Float>, of x: Span<Float>) {
  for i in row.indices { row[i] = x[i] }
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
