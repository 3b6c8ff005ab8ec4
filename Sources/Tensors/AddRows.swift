/// Adds multiples of some rows of a matrix to a vector: `sum += Σ_e scales[e] · matrix[indices[e]]`.
///
/// Four rows go into one pass over the sum, which is read and written a quarter as often as by
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
  var entry = 0
  while entry + 4 <= indices.count {
    let (a, b) = (matrix[row: Int(indices[entry])], matrix[row: Int(indices[entry + 1])])
    let (c, d) = (matrix[row: Int(indices[entry + 2])], matrix[row: Int(indices[entry + 3])])
    let (scaleA, scaleB) = (scales[entry], scales[entry + 1])
    let (scaleC, scaleD) = (scales[entry + 2], scales[entry + 3])
    for i in sum.indices {
      sum[i] += (scaleA * a[i] + scaleB * b[i]) + (scaleC * c[i] + scaleD * d[i])
    }
    entry += 4
  }
  while entry < indices.count {
    add(matrix[row: Int(indices[entry])], scale: scales[entry], to: &sum)
    entry += 1
  }
}
