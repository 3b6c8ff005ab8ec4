import CNumerics
public import Tensors

/// Adam: steps along a running mean of the gradient, scaled by that of its square.
///
///     m = β₁ m + (1 - β₁) g        v = β₂ v + (1 - β₂) g²
///     x = x - rate · m / (1 - β₁ᵗ) / (√(v / (1 - β₂ᵗ)) + ε)
///
/// As in PyTorch, rows without a gradient still move by what they remember.
///
/// Source: Kingma and Ba 2015, <https://arxiv.org/abs/1412.6980>, algorithm 1.
public struct Adam: Codable, Equatable, Sendable {
  /// How much of the mean gradient is kept at a step.
  public var beta1: Float

  /// How much of the mean square is kept at a step.
  public var beta2: Float

  /// Added to the root of the mean square.
  public var epsilon: Float

  /// Makes an optimizer; the defaults are PyTorch's.
  public init(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// Moves a parameter.
  ///
  /// - Parameters:
  ///   - parameter: What moves.
  ///   - moments: What is remembered of its gradients.
  ///   - gradient: Its gradient, of the same shape.
  ///   - step: The step's number *t*, counted from 1.
  ///   - rate: The learning rate.
  public func update(
    _ parameter: inout Matrix, moments: inout Moments, gradient: Matrix, step: Int, rate: Float
  ) {
    update(
      &parameter, moments: &moments,
      gradient: RowGradient(
        rowCount: gradient.rows, rows: Array(0..<gradient.rows), matrix: gradient),
      step: step, rate: rate)
  }

  /// Moves a parameter of which some rows have a gradient.
  ///
  /// - Parameters:
  ///   - parameter: What moves.
  ///   - moments: What is remembered of its gradients.
  ///   - gradient: The gradients of some of its rows; those of the others are zero.
  ///   - step: The step's number *t*, counted from 1.
  ///   - rate: The learning rate.
  public func update(
    _ parameter: inout Matrix, moments: inout Moments, gradient: RowGradient, step: Int,
    rate: Float
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
    let kernel = Kernel(self, step: step, rate: rate)
    forEachRow(&parameter, &moments.first, &moments.second) { index, row, first, second in
      if let place = places[index] {
        kernel.move(&row, &first, &second, gradient: gradient.matrix[row: place])
      } else {
        kernel.move(&row, &first, &second, gradient: zeros[row: 0])
      }
    }
  }

  /// What Adam remembers of a parameter's gradients, shaped like it.
  public struct Moments: Sendable, Equatable {
    /// The running mean.
    public var first: Matrix

    /// The running mean of the squares.
    public var second: Matrix

    /// Makes the memory of a parameter that has not moved yet.
    public init(of parameter: Matrix) {
      first = Matrix(rows: parameter.rows, columns: parameter.columns)
      second = first
    }

    /// Takes up what was remembered.
    public init(first: Matrix, second: Matrix) {
      self.first = first
      self.second = second
    }
  }

  /// One step's constants.
  private struct Kernel {
    let (beta1, beta2): (Float, Float)
    let (size, rootScale, epsilon): (Float, Float, Float)

    init(_ adam: Adam, step: Int, rate: Float) {
      let correction1 = 1 - power(Double(adam.beta1), step)
      let correction2 = 1 - power(Double(adam.beta2), step)
      (beta1, beta2, epsilon) = (adam.beta1, adam.beta2, adam.epsilon)
      size = Float(Double(rate) / correction1)
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
        let g = gradient[i]
        let mean = beta1 * m[i] + rest1 * g
        let square = beta2 * v[i] + rest2 * g * g
        m[i] = mean
        v[i] = square
        x[i] -= size * mean / (thresher_square_root(square) * rootScale + epsilon)
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
