public import Tensors
public import Testing

/// Records an issue unless a pullback agrees with central differences.
///
/// Every coordinate of `x` is moved by `step` both ways, and the change of
/// `Σ weights ⊙ operation(x)` is held against the pullback of `weights`.
///
/// - Parameters:
///   - x: Where the gradient is taken, away from the operation's kinks.
///   - weights: The gradient of the value; shaped like it.
///   - step: How far each coordinate moves.
///   - tolerance: The largest difference, relative to the larger of 1 and the gradient's magnitude.
///     Float32 sums of a few terms leave 1e-3 at a step of 1e-2.
///   - sourceLocation: The line to blame.
///   - operation: The value at a point, and its pullback.
public func checkGradient(
  at x: Matrix, weights: Matrix, step: Float = 1e-2, tolerance: Float = 2e-3,
  sourceLocation: SourceLocation = #_sourceLocation,
  of operation: (Matrix) -> (value: Matrix, pullback: (Matrix) -> Matrix)
) {
  let gradient = operation(x).pullback(weights)
  #expect(
    gradient.rows == x.rows && gradient.columns == x.columns,
    "the gradient is [\(gradient.rows), \(gradient.columns)]", sourceLocation: sourceLocation)
  for row in 0..<x.rows {
    for column in 0..<x.columns {
      let difference = centralDifference(step: step) { offset in
        var moved = x
        moved[row, column] += offset
        return inner(weights, operation(moved).value)
      }
      let found = gradient[row, column]
      #expect(
        abs(found - difference) <= tolerance * max(1, abs(difference)),
        "at [\(row), \(column)]: pullback \(found), differences \(difference)",
        sourceLocation: sourceLocation)
    }
  }
}

/// The slope at 0 of a function of one variable, from two points.
public func centralDifference(step: Float, of function: (Float) -> Double) -> Float {
  Float((function(step) - function(-step)) / (2 * Double(step)))
}

/// The sum of the products of the elements of two matrices, in double precision.
public func inner(_ a: Matrix, _ b: Matrix) -> Double {
  zip(a.elements, b.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}
