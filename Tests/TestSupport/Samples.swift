public import Tensors

/// A matrix of normal numbers from a seed.
public func normalMatrix(rows: Int, columns: Int, seed: UInt64, scale: Float = 1) -> Matrix {
  var random = SplittableRandom(seed: seed)
  return Matrix(
    rows: rows, columns: columns,
    elements: (0..<rows * columns).map { _ in scale * random.normal() })
}

/// The largest difference between two matrices of one shape, relative to `b`'s largest magnitude.
public func relativeDifference(_ a: Matrix, _ b: Matrix) -> Float {
  guard a.rows == b.rows && a.columns == b.columns else { return .infinity }
  let scale = b.elements.reduce(Float.leastNormalMagnitude) { max($0, abs($1)) }
  return zip(a.elements, b.elements).reduce(0) { worst, pair in
    let difference = abs(pair.0 - pair.1) / scale
    return difference.isNaN ? .infinity : max(worst, difference)
  }
}
