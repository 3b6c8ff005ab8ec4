import Tensors

/// What an autoencoder does to each row before it encodes it, and undoes after decoding.
///
/// The names are SAELens's values of `normalize_activations`.
public enum InputNormalization: String, Codable, Sendable, CaseIterable {
  /// Nothing.
  case none

  /// Scales each row to the norm √dIn.
  case constantNorm = "constant_norm_rescale"

  /// Takes off each row's mean and divides by its deviation, of *n* - 1 as PyTorch's `std`, plus
  /// 1e-5, which is left out again when that is undone.
  case layerNorm = "layer_norm"

  /// Normalizes every row of `x`.
  ///
  /// - Parameter x: Shape `[batch, dIn]`.
  /// - Returns: The rows, and a function that undoes it for what was made of them.
  func normalized(_ x: Matrix) -> (value: Matrix, restoring: (Matrix) -> Matrix) {
    guard self != .none else { return (x, { $0 }) }
    let scalings = (0..<x.rows).map { scaling(of: x[row: $0]) }
    var value = x
    value.forEachRow { index, row in
      let scaling = scalings[index]
      for i in row.indices { row[i] = (row[i] - scaling.offset) / (scaling.scale + epsilon) }
    }
    return (
      value,
      { reconstruction in
        var restored = reconstruction
        restored.forEachRow { index, row in
          let scaling = scalings[index]
          for i in row.indices { row[i] = row[i] * scaling.scale + scaling.offset }
        }
        return restored
      }
    )
  }

  private func scaling(of row: Span<Float>) -> (offset: Float, scale: Float) {
    let count = Double(row.count)
    switch self {
    case .none: return (0, 1)
    case .constantNorm: return (0, Float((squaredNorm(row) / count).squareRoot()))
    case .layerNorm:
      let mean = sum(row) / count
      var squares = 0.0
      for i in row.indices { squares += (Double(row[i]) - mean) * (Double(row[i]) - mean) }
      return (Float(mean), Float((squares / (count - 1)).squareRoot()))
    }
  }

  /// What is added to the divisor.
  private var epsilon: Float { self == .layerNorm ? 1e-5 : 0 }
}
