import CNumerics
import Tensors

/// Some rows that stand for all where a loss's curvature is measured.
///
///     Σ_i w_i x_i x_iᵀ  ≈  Σ_i∈rows (w_i / p_i) x_i x_iᵀ,        p_i = min(1, c · w_i)
///
/// Rows of large weight are all there. Of the others as many are taken as bring the count to the one
/// that was asked for, evenly along the running sum of their *p*: no random numbers are needed.
struct CurvatureRows {
  /// Their numbers, in order.
  let indices: [Int]

  /// The square root of what each counts.
  private let roots: [Float]

  /// Chooses rows.
  ///
  /// - Parameters:
  ///   - weights: What each row contributes, 0 or more: the loss's second derivatives.
  ///   - count: About how many rows to choose; all where there are no more.
  init(_ weights: [Double], count: Int) {
    guard count < weights.count else {
      indices = Array(weights.indices)
      roots = weights.map { Float($0.squareRoot()) }
      return
    }
    let factor = samplingFactor(weights, count: Double(count))
    var (chosen, roots): ([Int], [Float]) = ([], [])
    var sum = 0.5
    for (row, weight) in weights.enumerated() {
      let probability = min(factor * weight, 1)
      sum += probability
      guard sum >= 1 else { continue }
      sum -= 1
      chosen.append(row)
      roots.append(Float((weight / probability).squareRoot()))
    }
    (indices, self.roots) = (chosen, roots)
  }

  /// Σ_i weight_i (x[a, i] - means[a]) (x[b, i] - means[b]) of columns *a* and *b*.
  ///
  /// The columns are centred before they are multiplied, which keeps the float32 product sound
  /// where a column's mean is large beside its spread. Rows are taken some thousands at a time.
  func products(of columns: ColumnList, around means: [Double]) -> Matrix {
    var products = Matrix(rows: columns.count, columns: columns.count)
    for start in stride(from: 0, to: indices.count, by: blockRows) {
      let range = start..<min(start + blockRows, indices.count)
      products.addSymmetricProduct(scaled(columns, range, around: means))
    }
    products.mirrorUpperHalf()
    return products
  }

  /// Some of the chosen rows, centred and multiplied by their roots, shape `[column, row]`.
  private func scaled(
    _ columns: ColumnList, _ range: Range<Int>, around means: [Double]
  ) -> Matrix {
    let (chosen, factors) = (Array(indices[range]), Array(roots[range]))
    var block = Matrix(rows: columns.count, columns: range.count)
    block.forEachRow(grain: 16) { index, row in
      row.withUnsafeMutableBufferPointer { row in
        columns[index].withUnsafeBufferPointer { column in
          guard let target = row.baseAddress, let source = column.baseAddress else { return }
          thresher_gather_centered(
            target, source, chosen, Float(means[index]), factors, row.count)
        }
      }
    }
    return block
  }
}

private let blockRows = 4096

/// The *c* at which Σ_i min(1, c · w_i) is the count; huge where too few weights are above zero.
private func samplingFactor(_ weights: [Double], count: Double) -> Double {
  var factor = 0.0
  // Each pass sets those apart that are certain; a few suffice.
  for _ in 0..<50 {
    var (certain, rest) = (0.0, 0.0)
    for weight in weights {
      if factor * weight >= 1 { certain += 1 } else { rest += weight }
    }
    guard rest > 0 && certain < count else { return .greatestFiniteMagnitude }
    let next = (count - certain) / rest
    guard next > factor * (1 + 1e-9) else { break }
    factor = next
  }
  return factor
}
