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
  row.withUnsafeMutableBufferPointer { buffer in
    let part = UnsafeMutableBufferPointer(rebasing: buffer[range])
    thresher_apply_softmax(part.baseAddress, part.count)
  }
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
  return row.withUnsafeBufferPointer { row in
    let maximum = thresher_maximum(row.baseAddress, row.count)
    let sum = thresher_sum_of_exponentials(row.baseAddress, row.count, maximum)
    return Double(maximum) + log(sum)
  }
}
