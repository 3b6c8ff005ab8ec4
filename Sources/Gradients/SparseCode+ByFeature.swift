import Synchronization
public import Tensors

extension SparseCode {
  /// The entries of a code, feature by feature: what codes of the same entries share.
  package struct ByFeature: Sendable {
    /// The features that have entries, ascending.
    package let features: [Int]

    /// A row for each of those features, and the code's rows as columns.
    package let entries: RowEntries

    /// The place of each entry in the code.
    package let places: [Int32]

    /// The entries of some features, in blocks that are worth a thread's while.
    package var pieces: [Range<Int>] {
      entries.blocks.map { entries.offsets[$0.lowerBound]..<entries.offsets[$0.upperBound] }
    }

    /// Values that are in the order of the code's entries, feature by feature.
    package func ordered(_ values: [Float]) -> [Float] {
      let pieces = pieces
      return parallelArray(count: places.count, pieces: pieces) { index, piece in
        let places = places.span.extracting(pieces[index])
        for i in piece.indices { piece[i] = values[Int(places[i])] }
      }
    }

    /// The product of a code's transpose, whose values are given feature by feature, and a matrix.
    package func product(
      _ values: [Float], by matrix: Matrix, featureCount: Int
    ) -> RowGradient {
      // Always as large as it can get, so that the memory of one step serves the next.
      var product = Matrix(uninitializedRows: featureCount, columns: matrix.columns)
        .rows(0..<features.count)
      if entries.fillsTiles {
        let blocks = entries.blocks
        product.forEachBlock(
          blocks.map { MatrixBlock(rows: $0, columns: 0..<matrix.columns) }
        ) { index, block in
          for place in 0..<block.rows {
            var sum = block[mutableRow: place]
            for i in sum.indices { sum[i] = 0 }
          }
          entries.addProduct(of: blocks[index], values: values.span, by: matrix, to: &block)
        }
      } else {
        product.forEachRow(grain: 4) { place, sum in
          for i in sum.indices { sum[i] = 0 }
          let range = entries.offsets[place]..<entries.offsets[place + 1]
          addRows(
            entries.columns.span.extracting(range), of: matrix,
            scales: values.span.extracting(range), to: &sum)
        }
      }
      return RowGradient(rowCount: featureCount, rows: features, matrix: product)
    }
  }

  /// Room for the order of a code's entries, once it was asked for.
  final class EntryOrder: Sendable {
    let lists = Mutex<ByFeature?>(nil)
  }

  /// The entries feature by feature; found once for all codes that `replacingValues` makes of this.
  package var byFeature: ByFeature {
    order.lists.withLock { lists in
      if let lists { return lists }
      let found = sortedByFeature
      lists = found
      return found
    }
  }

  /// Counts and places entries part by part of the rows, several parts at once.
  private var sortedByFeature: ByFeature {
    let parts = stride(from: 0, to: rows, by: 1024).map { $0..<min($0 + 1024, rows) }
    var next = parallelMap(parts.count) { range in
      range.map { entryCounts(of: parts[$0]) }
    }.flatMap { $0 }
    var (features, starts, start): ([Int], [Int], Int) = ([], [0], 0)
    for feature in 0..<featureCount {
      for part in next.indices {
        let count = next[part][feature]
        next[part][feature] = start
        start += count
      }
      guard start > starts[starts.count - 1] else { continue }
      features.append(feature)
      starts.append(start)
    }
    var rowOfEntry = [Int32](repeating: 0, count: start)
    var places = [Int32](repeating: 0, count: start)
    rowOfEntry.withUnsafeMutableBufferPointer { rowOfEntry in
      places.withUnsafeMutableBufferPointer { places in
        let target = EntryTarget(rows: rowOfEntry, places: places)
        parallelUpdate(&next) { part, next in place(parts[part], in: target, next: &next) }
      }
    }
    return ByFeature(
      features: features,
      entries: RowEntries(offsets: starts, columns: rowOfEntry, columnCount: rows), places: places)
  }

  /// How many entries each feature has in some rows.
  private func entryCounts(of rows: Range<Int>) -> [Int] {
    var counts = [Int](repeating: 0, count: featureCount)
    for entry in offsets[rows.lowerBound]..<offsets[rows.upperBound] {
      counts[Int(indices[entry])] += 1
    }
    return counts
  }

  /// Puts the entries of some rows where each feature's next ones belong.
  private func place(_ rows: Range<Int>, in target: EntryTarget, next: inout [Int]) {
    for row in rows {
      for entry in offsets[row]..<offsets[row + 1] {
        let feature = Int(indices[entry])
        let place = next[feature]
        next[feature] = place + 1
        target.rows[place] = Int32(row)
        target.places[place] = Int32(entry)
      }
    }
  }

  /// Where entries go, each from one thread.
  private struct EntryTarget: @unchecked Sendable {
    let rows: UnsafeMutableBufferPointer<Int32>
    let places: UnsafeMutableBufferPointer<Int32>
  }

  /// The product of this code's transpose and a matrix, for the features that have entries.
  ///
  ///     result[f, d] = Σ_b self[b, f] · matrix[b, d]
  ///
  /// Each feature's sum is taken in the order of the rows, whatever the number of threads.
  public func transposedProduct(_ matrix: Matrix) -> RowGradient {
    precondition(matrix.rows == rows, "transposedProduct: \(matrix.rows) rows by \(rows)")
    let lists = byFeature
    return lists.product(lists.ordered(values), by: matrix, featureCount: featureCount)
  }

  /// The sum of each feature over the rows, as a matrix of one row.
  public var featureSums: Matrix {
    var sums = [Double](repeating: 0, count: featureCount)
    for (feature, value) in zip(indices, values) { sums[Int(feature)] += Double(value) }
    return Matrix(row: sums.map(Float.init))
  }
}
