import CNumerics
import Glibc

/// Replaces the elements of a row in a range by their softmax, and the rest by zero.
///
///     row[i] = exp(row[i] − m) / Σ_j exp(row[j] − m),  m = max_j row[j],  i, j in the range
///
/// The maximum is taken off first, so that no exponential overflows.
public func applySoftmax(to row: inout MutableSpan<Float>, over range: Range<Int>) {
  precondition(
    range.lowerBound >= 0 && range.upperBound <= row.count && !range.isEmpty,
    "softmax: \(range) of \(row.count) elements")
  let maximum = maximum(of: row.span, over: range)
  var sum: Float = 0
  for i in range {
    let value = thresher_exp(row[i] - maximum)
    row[i] = value
    sum = thresher_relaxed_add(sum, value)
  }
  let scale = 1 / sum
  for i in range { row[i] *= scale }
  for i in 0..<range.lowerBound { row[i] = 0 }
  for i in range.upperBound..<row.count { row[i] = 0 }
}

/// Replaces the first `count` elements of a row by their softmax, and the rest by zero.
public func applySoftmax(to row: inout MutableSpan<Float>, first count: Int) {
  applySoftmax(to: &row, over: 0..<count)
}

/// The logarithm of the sum of the exponentials of a row, in double precision.
public func logSumExp(_ row: Span<Float>) -> Double {
  precondition(row.count >= 1, "logSumExp: no elements")
  let maximum = maximum(of: row, over: row.indices)
  var sum = 0.0
  for i in row.indices {
    sum = thresher_relaxed_add_double(sum, Double(thresher_exp(row[i] - maximum)))
  }
  return Double(maximum) + log(sum)
}

/// The largest of some elements of a row, by sixteen maxima side by side.
private func maximum(of row: Span<Float>, over range: Range<Int>) -> Float {
  var lanes = SIMD16<Float>(repeating: -.infinity)
  let whole = range.lowerBound + range.count / 16 * 16
  for start in stride(from: range.lowerBound, to: whole, by: 16) {
    for lane in 0..<16 {
      let value = row[start + lane]
      lanes[lane] = value > lanes[lane] ? value : lanes[lane]
    }
  }
  var maximum = lanes.max()
  for i in whole..<range.upperBound { maximum = row[i] > maximum ? row[i] : maximum }
  return maximum
}
