public import Tensors

extension SparseCode {
  /// The entries of a code whose values are not zero, feature by feature.
  struct ByFeature {
    /// The features that have such entries, ascending.
    var features: [Int] = []

    /// Where each of those features' entries begin, and where the last one's end.
    var offsets: [Int] = [0]

    /// The row of each entry; ascending within a feature.
    var rows: [Int32]

    /// The value of each entry.
    var values: [Float]
  }

  /// The entries that are not zero, feature by feature.
  var byFeature: ByFeature {
    var next = [Int](repeating: 0, count: featureCount)
    for (feature, value) in zip(indices, values) where value != 0 { next[Int(feature)] += 1 }
    var lists = ByFeature(rows: [], values: [])
    var start = 0
    for feature in 0..<featureCount where next[feature] > 0 {
      let count = next[feature]
      next[feature] = start
      start += count
      lists.features.append(feature)
      lists.offsets.append(start)
    }
    lists.rows = [Int32](repeating: 0, count: start)
    lists.values = [Float](repeating: 0, count: start)
    for row in 0..<rows {
      for entry in offsets[row]..<offsets[row + 1] where values[entry] != 0 {
        let place = next[Int(indices[entry])]
        next[Int(indices[entry])] = place + 1
        lists.rows[place] = Int32(row)
        lists.values[place] = values[entry]
      }
    }
    return lists
  }

  /// The product of this code's transpose and a matrix, for the features that are on.
  ///
  ///     result[f, d] = Σ_b self[b, f] · matrix[b, d]
  ///
  /// Each feature's sum is taken in the order of the rows, whatever the number of threads.
  public func transposedProduct(_ matrix: Matrix) -> RowGradient {
    precondition(matrix.rows == rows, "transposedProduct: \(matrix.rows) rows by \(rows)")
    let lists = byFeature
    var product = Matrix(rows: lists.features.count, columns: matrix.columns)
    product.forEachRow(grain: 4) { place, sum in
      // Memory that is written before it is read is mapped only once.
      for i in sum.indices { sum[i] = 0 }
      let entries = lists.offsets[place]..<lists.offsets[place + 1]
      addRows(
        lists.rows.span.extracting(entries), of: matrix,
        scales: lists.values.span.extracting(entries), to: &sum)
    }
    return RowGradient(rowCount: featureCount, rows: lists.features, matrix: product)
  }

  /// The sum of each feature over the rows, as a matrix of one row.
  public var featureSums: Matrix {
    var sums = [Double](repeating: 0, count: featureCount)
    for (feature, value) in zip(indices, values) { sums[Int(feature)] += Double(value) }
    return Matrix(row: sums.map(Float.init))
  }
}
