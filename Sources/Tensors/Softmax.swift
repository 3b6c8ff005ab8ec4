import CNumerics
import Glibc

/// Replaces the first `count` elements of a row by their softmax, and the rest by zero.
///
///     row[i] = exp(row[i] − m) / Σ_j exp(row[j] − m),  m = max_j row[j],  i, j < count
///
/// The maximum is taken off first, so that no exponential overflows.
public func applySoftmax(to row: inout MutableSpan<Float>, first count: Int) {
  precondition(count >= 1 && count <= row.count, "softmax: \(count) of \(row.count) elements")
  let maximum = maximum(of: row.span, first: count)
  var sum: Float = 0
  for i in 0..<count {
    let value = thresher_exp(row[i] - maximum)
    row[i] = value
    sum = thresher_relaxed_add(sum, value)
  }
  let scale = 1 / sum
  for i in 0..<count { row[i] *= scale }
  for i in count..<row.count { row[i] = 0 }
}

/// The logarithm of the sum of the exponentials of a row, in double precision.
public func logSumExp(_ row: Span<Float>) -> Double {
  precondition(row.count >= 1, "logSumExp: no elements")
  let maximum = maximum(of: row, first: row.count)
  var sum = 0.0
  for i in row.indices {
    sum = thresher_relaxed_add_double(sum, Double(thresher_exp(row[i] - maximum)))
  }
  return Double(maximum) + log(sum)
}

/// The largest of the first elements of a row, by sixteen maxima side by side.
private func maximum(of row: Span<Float>, first count: Int) -> Float {
  var lanes = SIMD16<Float>(repeating: -.infinity)
  let whole = count / 16 * 16
  for start in stride(from: 0, to: whole, by: 16) {
    for lane in 0..<16 {
      let value = row[start + lane]
      lanes[lane] = value > lanes[lane] ? value : lanes[lane]
    }
  }
  var maximum = lanes.max()
  for i in whole..<count { maximum = row[i] > maximum ? row[i] : maximum }
  return maximum
}
