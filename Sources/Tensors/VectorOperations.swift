import CNumerics

/// The scalar product of two vectors of the same length.
public func dot(_ x: Span<Float>, _ y: Span<Float>) -> Float {
  precondition(x.count == y.count, "dot: x has \(x.count) elements, y has \(y.count)")
  var sum: Float = 0
  for i in x.indices {
    sum = thresher_relaxed_add(sum, thresher_relaxed_multiply(x[i], y[i]))
  }
  return sum
}

/// The sum of a vector's elements, in double precision.
public func sum(_ x: Span<Float>) -> Double {
  var sum = 0.0
  for i in x.indices { sum = thresher_relaxed_add_double(sum, Double(x[i])) }
  return sum
}

/// The sum of the squares of a vector's elements, in double precision.
public func squaredNorm(_ x: Span<Float>) -> Double {
  var sum = 0.0
  for i in x.indices {
    let value = Double(x[i])
    sum = thresher_relaxed_add_double(sum, value * value)
  }
  return sum
}

/// Adds a multiple of one vector to another: `y += scale · x`.
public func add(_ x: Span<Float>, scale: Float = 1, to y: inout MutableSpan<Float>) {
  precondition(x.count == y.count, "add: x has \(x.count) elements, y has \(y.count)")
  for i in x.indices { y[i] += scale * x[i] }
}

/// Where the largest element is: the first of equals, nil when no element is above -infinity.
public func indexOfMaximum(_ x: Span<Float>) -> Int? {
  var best: Int?
  var maximum = -Float.infinity
  for i in x.indices where x[i] > maximum {
    maximum = x[i]
    best = i
  }
  return best
}
