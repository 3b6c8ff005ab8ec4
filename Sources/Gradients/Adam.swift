import CNumerics
public import Tensors

/// Adam: steps along a running mean of the gradient, scaled by that of its square.
///
///     m = β₁ m + (1 - β₁) g        v = β₂ v + (1 - β₂) g²
///     x = (1 - rate · decay) x - rate · m / (1 - β₁ᵗ) / (√(v / (1 - β₂ᵗ)) + ε)
///
/// As in PyTorch, rows without a gradient still move by what they remember.
///
/// Sources: Kingma and Ba 2015, <https://arxiv.org/abs/1412.6980>, algorithm 1; the decay is of
/// Loshchilov and Hutter 2019, <https://arxiv.org/abs/1711.05101>.
public struct Adam: Codable, Equatable, Sendable {
  /// How much of the mean gradient is kept at a step.
  public var beta1: Float

  /// How much of the mean square is kept at a step.
  public var beta2: Float

  /// Added to the root of the mean square.
  public var epsilon: Float

  /// How much a parameter shrinks at a step, times the learning rate: AdamW's decay.
  public var weightDecay: Float

  /// Makes an optimizer; the defaults are PyTorch's `Adam`.
  public init(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// Moves a parameter.
  ///
  /// - Parameters:
  ///   - parameter: What moves.
  ///   - first: The running mean of its gradients, shaped like it.
  ///   - second: The running mean of their squares.
  ///   - gradient: Its gradient, of the same shape.
  ///   - scale: What the gradient is multiplied by.
  ///   - step: The step's number *t*, counted from 1.
  ///   - rate: The learning rate.
  public func update(
    _ parameter: inout Matrix, first: inout Matrix, second: inout Matrix, gradient: Matrix,
    scale: Float = 1, step: Int, rate: Float
  ) {
    update(
      &parameter, first: &first, second: &second,
      gradient: RowGradient(
        rowCount: gradient.rows, rows: Array(0..<gradient.rows), matrix: gradient),
      scale: scale, step: step, rate: rate)
  }

  /// Moves a parameter of which some rows have a gradient.
  ///
  /// - Parameters:
  ///   - parameter: What moves.
  ///   - first: The running mean of its gradients, shaped like it.
  ///   - second: The running mean of their squares.
  ///   - gradient: The gradients of some of its rows; those of the others are zero.
  ///   - scale: What the gradient is multiplied by.
  ///   - step: The step's number *t*, counted from 1.
  ///   - rate: The learning rate.
  ///   - finish: What is done to each row once it has moved.
  public func update(
    _ parameter: inout Matrix, first: inout Matrix, second: inout Matrix, gradient: RowGradient,
    scale: Float = 1, step: Int, rate: Float,
    finish: @Sendable (inout MutableSpan<Float>) -> Void = { _ in }
  ) {
    precondition(
      parameter.rows == gradient.rowCount && parameter.columns == gradient.matrix.columns
        && step >= 1,
      """
      Adam: step \(step), a gradient [\(gradient.rowCount), \(gradient.matrix.columns)] \
      of [\(parameter.rows), \(parameter.columns)]
      """)
    let places = gradient.places
    let zeros = Matrix(rows: 1, columns: parameter.columns)
    let kernel = Kernel(self, step: step, rate: rate, scale: scale)
    forEachRow(&parameter, &first, &second) { index, row, first, second in
      if let place = places[index] {
        kernel.move(&row, &first, &second, gradient: gradient.matrix[row: place])
      } else {
        kernel.move(&row, &first, &second, gradient: zeros[row: 0])
      }
      finish(&row)
    }
  }

  /// One step's constants.
  private struct Kernel {
    let (beta1, beta2): (Float, Float)
    let (size, rootScale, epsilon): (Float, Float, Float)
    let (kept, scale): (Float, Float)

    init(_ adam: Adam, step: Int, rate: Float, scale: Float) {
      let correction1 = 1 - power(Double(adam.beta1), step)
      let correction2 = 1 - power(Double(adam.beta2), step)
      (beta1, beta2, epsilon) = (adam.beta1, adam.beta2, adam.epsilon)
      size = Float(Double(rate) / correction1)
      kept = 1 - rate * adam.weightDecay
      self.scale = scale
      rootScale = Float(1 / correction2.squareRoot())
    }

    func move(
      _ x: inout MutableSpan<Float>, _ m: inout MutableSpan<Float>,
      _ v: inout MutableSpan<Float>, gradient: Span<Float>
    ) {
      let count = gradient.count
      precondition(x.count == count && m.count == count && v.count == count, "Adam: row lengths")
      let (rest1, rest2) = (1 - beta1, 1 - beta2)
      for i in 0..<count {
        let g = scale * gradient[i]
        let mean = beta1 * m[i] + rest1 * g
        let square = beta2 * v[i] + rest2 * g * g
        m[i] = mean
        v[i] = square
        let move = size * mean / (thresher_square_root(square) * rootScale + epsilon)
        x[i] = kept * x[i] - move
      }
    }
  }
}

/// `base` to a whole power, by squaring.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
