import Tensors

/// The sum over rows of a multiple of each, in double precision.
///
///     result[j] = Σ_i weights[i] · x[i, j]
///
/// The rows are added up in ranges that do not depend on the number of threads.
func weightedColumnSums(of x: Matrix, weights: [Double]) -> [Double] {
  precondition(weights.count == x.rows, "\(weights.count) weights of \(x.rows) rows")
  return columnSums(of: x) { index, row, sums in
    let weight = weights[index]
    for j in row.indices { sums[j] += weight * Double(row[j]) }
  }
}

/// The deviation of each column.
///
/// It is that of *n* rows rather than *n* - 1, and 0 for a column that varies no more than its mean's
/// rounding makes it seem to; both as in scikit-learn's `StandardScaler`.
func deviations(of x: Matrix) -> [Double] {
  let count = Double(x.rows)
  let means = weightedColumnSums(of: x, weights: [Double](repeating: 1 / count, count: x.rows))
  let squares = columnSums(of: x) { _, row, sums in
    for j in row.indices {
      let difference = Double(row[j]) - means[j]
      sums[j] += difference * difference
    }
  }
  return zip(squares, means).map { square, mean in
    let deviation = (square / count).squareRoot()
    return deviation > count * abs(mean) * Double.ulpOfOne ? deviation : 0
  }
}

private func columnSums(
  of x: Matrix,
  adding add:
    @Sendable (_ index: Int, _ row: Span<Float>, _ sums: inout MutableSpan<Double>) -> Void
) -> [Double] {
  let parts = parallelMap(x.rows, grain: 256) { rows in
    var sums = [Double](repeating: 0, count: x.columns)
    var target = sums.mutableSpan
    for index in rows { add(index, x[row: index], &target) }
    return sums
  }
  var total = [Double](repeating: 0, count: x.columns)
  for part in parts {
    for j in total.indices { total[j] += part[j] }
  }
  return total
}
