import Synchronization
public import Tensors

extension SparseCode {
  /// The entries of a code, feature by feature: what codes of the same entries share.
  struct ByFeature: Sendable {
    /// The features that have entries, ascending.
    var features: [Int] = []

    /// Where each of those features' entries begin, and where the last one's end.
    var offsets: [Int] = [0]

    /// The row of each entry; ascending within a feature.
    var rows: [Int32]

    /// The place of each entry in the code.
    var places: [Int32]
  }

  /// Room for the order of a code's entries, once it was asked for.
  final class EntryOrder: Sendable {
    let lists = Mutex<ByFeature?>(nil)
  }

  /// The entries feature by feature; found once for all codes that `replacingValues` makes of this.
  var byFeature: ByFeature {
    order.lists.withLock { lists in
      if let lists { return lists }
      let found = sortedByFeature
      lists = found
      return found
    }
  }

  private var sortedByFeature: ByFeature {
    var next = [Int](repeating: 0, count: featureCount)
    for feature in indices { next[Int(feature)] += 1 }
    var lists = ByFeature(rows: [], places: [])
    var start = 0
    for feature in 0..<featureCount where next[feature] > 0 {
      let count = next[feature]
      next[feature] = start
      start += count
      lists.features.append(feature)
      lists.offsets.append(start)
    }
    lists.rows = [Int32](repeating: 0, count: start)
    lists.places = lists.rows
    for row in 0..<rows {
      for entry in offsets[row]..<offsets[row + 1] {
        let place = next[Int(indices[entry])]
        next[Int(indices[entry])] = place + 1
        lists.rows[place] = Int32(row)
        lists.places[place] = Int32(entry)
      }
    }
    return lists
  }

  /// The product of this code's transpose and a matrix, for the features that have entries.
  ///
  ///     result[f, d] = Σ_b self[b, f] · matrix[b, d]
  ///
  /// Each feature's sum is taken in the order of the rows, whatever the number of threads.
  public func transposedProduct(_ matrix: Matrix) -> RowGradient {
    precondition(matrix.rows == rows, "transposedProduct: \(matrix.rows) rows by \(rows)")
    let lists = byFeature
    // Always as large as it can get, so that the memory of one step serves the next.
    var product = Matrix(uninitializedRows: featureCount, columns: matrix.columns)
      .rows(0..<lists.features.count)
    product.forEachRow(grain: 4) { place, sum in
      for i in sum.indices { sum[i] = 0 }
      let entries = lists.offsets[place]..<lists.offsets[place + 1]
      let scales = entries.map { values[Int(lists.places[$0])] }
      addRows(lists.rows.span.extracting(entries), of: matrix, scales: scales.span, to: &sum)
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
