import Tensors
import Transformers

extension Site {
  /// What activations of a site that writes to the residual stream add to it, but for biases; shape
  /// `[row, dModel]`.
  func written(_ x: Matrix, by model: Transformer) -> Matrix {
    guard let layer, let point else { return x }
    let block = model.weights.blocks[layer]
    switch point {
    case .z: return block.output.withoutBias(x)
    case .mlpPost: return block.mlp?.output.withoutBias(x) ?? x
    case .result:
      let width = model.configuration.dModel
      return stride(from: 0, to: x.columns, by: width).reduce(
        into: Matrix(rows: x.rows, columns: width)
      ) { $0 += x.columns($1..<$1 + width) }
    default: return x
    }
  }

  /// The bias that is added with what the site's activations write; nil where there is none.
  func biasOfWriting(by model: Transformer) -> Matrix? {
    guard let layer, let point else { return nil }
    let block = model.weights.blocks[layer]
    return switch point {
    case .z, .result: block.output.bias
    case .mlpPost: block.mlp?.output.bias
    default: nil
    }
  }
}

extension Linear {
  /// The layer's outputs but for its bias.
  func withoutBias(_ x: Matrix) -> Matrix {
    Matrix.product(x, weight, transposing: layout == .inputOutput ? .none : .right)
  }

  /// The gradient of the layer's inputs, from that of its outputs.
  func inputGradient(_ dvalue: Matrix) -> Matrix {
    Matrix.product(dvalue, weight, transposing: layout == .inputOutput ? .right : .none)
  }
}
