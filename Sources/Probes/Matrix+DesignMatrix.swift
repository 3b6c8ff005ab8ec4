import CNumerics
public import Tensors

/// Rows in memory. They are added up in ranges that do not depend on the number of threads.
extension Matrix: DesignMatrix {
  public var rowCount: Int { rows }

  public var columnCount: Int { columns }

  public func weightedColumnSums(_ weights: [Double]) -> [Double] {
    precondition(weights.count == rows, "\(weights.count) weights of \(rows) rows")
    return columnSums { range, sums in
      withRows(range, of: weights) { x, weights in
        thresher_add_weighted_rows(sums, x, rowStride, weights, range.count, columns)
      }
    }
  }

  public func weightedSquares(_ weights: [Double], around means: [Double]) -> [Double] {
    precondition(weights.count == rows && means.count == columns, "weights, means of other shapes")
    return columnSums { range, sums in
      withRows(range, of: weights) { x, weights in
        thresher_add_squared_deviations(sums, x, rowStride, weights, means, range.count, columns)
      }
    }
  }

  public func gatheredColumns(_ indices: [Int]) -> ColumnList { ColumnList(indices, of: self) }

  public func firstBadRow() -> Int? {
    (0..<rows).first { !squaredNorm(self[row: $0]).isFinite }
  }

  private func columnSums(
    adding add: @Sendable (Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) -> [Double] {
    let parts = parallelMap(rows, grain: 512) { range in
      var sums = [Double](repeating: 0, count: columns)
      sums.withUnsafeMutableBufferPointer { buffer in
        if let base = buffer.baseAddress { add(range, base) }
      }
      return sums
    }
    return parts.dropFirst().reduce(
      into: parts.first ?? [Double](repeating: 0, count: columns)
    ) { total, part in
      for j in total.indices { total[j] += part[j] }
    }
  }

  private func withRows(
    _ range: Range<Int>, of weights: [Double],
    _ body: (UnsafePointer<Float>, UnsafePointer<Double>) -> Void
  ) {
    // A view of columns has no single span: from the first row on, `rowStride` leads to the next.
    self[row: range.lowerBound].withUnsafeBufferPointer { x in
      weights.withUnsafeBufferPointer { weights in
        guard let x = x.baseAddress, let weights = weights.baseAddress else { return }
        body(x, weights + range.lowerBound)
      }
    }
  }
}
