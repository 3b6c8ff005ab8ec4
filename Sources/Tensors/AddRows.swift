import CNumerics

/// Adds multiples of some rows of a matrix to a vector: `sum += Σ_e scales[e] · matrix[indices[e]]`.
///
/// Eight rows go into one pass over the sum, which is read and written an eighth as often as by
/// adding them one by one.
///
/// - Parameters:
///   - indices: Which rows.
///   - matrix: The matrix, shape `[row, column]`.
///   - scales: What each of those rows is multiplied by.
///   - sum: What they are added to, shape `[column]`.
public func addRows(
  _ indices: Span<Int32>, of matrix: Matrix, scales: Span<Float>, to sum: inout MutableSpan<Float>
) {
  precondition(
    indices.count == scales.count && sum.count == matrix.columns,
    """
    addRows: \(indices.count) rows, \(scales.count) scales, \
    [\(matrix.rows), \(matrix.columns)] to \(sum.count)
    """)
  var (least, largest): (Int32, Int32) = (0, -1)
  for i in indices.indices {
    least = min(least, indices[i])
    largest = max(largest, indices[i])
  }
  precondition(
    least >= 0 && largest < matrix.rows, "addRows: rows \(least) to \(largest) of \(matrix.rows)")
  let (base, stride) = (matrix.base, matrix.rowStride)
  indices.withUnsafeBufferPointer { indices in
    scales.withUnsafeBufferPointer { scales in
      sum.withUnsafeMutableBufferPointer { sum in
        guard let rows = indices.baseAddress, let scale = scales.baseAddress,
          let target = sum.baseAddress
        else { return }
        thresher_add_rows(base, stride, rows, scale, indices.count, target, sum.count)
      }
    }
  }
}
