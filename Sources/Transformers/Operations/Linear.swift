import Gradients
public import Tensors

/// A matrix of weights as its file stores it, and a bias.
public struct Linear: Sendable {
  /// Which axis of the stored weight the inputs lie along.
  public enum Layout: Sendable {
    /// `[input, output]`, as GPT-2's files have it.
    case inputOutput
    /// `[output, input]`, as most other files have it.
    case outputInput
  }

  /// The weight, in the order that `layout` says.
  public var weight: Matrix

  /// The order of the weight's axes.
  public var layout: Layout

  /// The bias, shape `[1, output]`; nil where the model has none.
  public var bias: Matrix?

  /// Makes a layer of the given weight.
  public init(weight: Matrix, layout: Layout, bias: Matrix? = nil) {
    self.weight = weight
    self.layout = layout
    self.bias = bias
  }

  /// How many inputs it reads.
  public var inputCount: Int { layout == .inputOutput ? weight.rows : weight.columns }

  /// How many outputs it gives.
  public var outputCount: Int { layout == .inputOutput ? weight.columns : weight.rows }

  /// The functions from the gradient of a layer's outputs to those of its three arguments.
  struct Pullback {
    /// Shaped like the inputs.
    let x: (Matrix) -> Matrix
    /// Shaped like the stored weight.
    let weight: (Matrix) -> Matrix
    /// Shape `[1, output]`.
    let bias: (Matrix) -> Matrix
  }

  /// The layer's outputs for every row of `x`, and their pullbacks.
  ///
  ///     value[p, o]   = Σ_i x[p, i] · weight[i, o] + bias[o]
  ///     dx[p, i]      = Σ_o dvalue[p, o] · weight[i, o]
  ///     dWeight[i, o] = Σ_p x[p, i] · dvalue[p, o]
  ///     dBias[o]      = Σ_p dvalue[p, o]
  func callAsFunction(_ x: Matrix) -> (value: Matrix, pullback: Pullback) {
    (outputs(for: x), pullback(at: x))
  }

  /// The pullbacks of the layer's outputs for the rows of `x`.
  func pullback(at x: Matrix) -> Pullback {
    Pullback(
      x: { Matrix.product($0, weight, transposing: layout == .inputOutput ? .right : .none) },
      weight: { dvalue in
        layout == .inputOutput
          ? Matrix.product(x, dvalue, transposing: .left)
          : Matrix.product(dvalue, x, transposing: .left)
      },
      bias: columnSums)
  }

  /// The outputs of several layers for the same rows.
  ///
  /// Where their weights lie side by side, as in GPT-2's files, one product gives them all, and
  /// each layer's outputs are columns of it.
  static func outputs(of layers: [Linear], for x: Matrix) -> [Matrix] {
    guard let joined = joining(layers) else { return layers.map { $0.outputs(for: x) } }
    let outputs = joined.outputs(for: x)
    var end = 0
    return layers.map { layer in
      end += layer.outputCount
      return outputs.columns(end - layer.outputCount..<end)
    }
  }

  private static func joining(_ layers: [Linear]) -> Linear? {
    let biases = layers.compactMap(\.bias)
    guard
      layers.allSatisfy({ $0.layout == .inputOutput })
        && (biases.isEmpty || biases.count == layers.count),
      let weight = Matrix.joining(columnsOf: layers.map(\.weight))
    else { return nil }
    let bias = Matrix.joining(columnsOf: biases)
    guard biases.isEmpty || bias != nil else { return nil }
    return Linear(weight: weight, layout: .inputOutput, bias: bias)
  }

  /// The layer's outputs for every row of `x`, without their pullbacks.
  ///
  /// The bias is laid down before the product is added to it: OpenBLAS would lay down zeros, and
  /// take twice the time.
  public func outputs(for x: Matrix) -> Matrix {
    let order = layout == .inputOutput ? TransposedFactor.none : .right
    guard let bias else { return Matrix.product(x, weight, transposing: order) }
    var result = Matrix(repeating: bias, rows: x.rows)
    result.addProduct(x, weight, transposing: order)
    return result
  }
}
