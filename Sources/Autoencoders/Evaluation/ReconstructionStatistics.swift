public import Gradients
public import Tensors

/// What an autoencoder makes of rows, summed from batch to batch: the rows need not fit into memory.
public struct ReconstructionStatistics: Sendable {
  /// The sums over all rows that were added.
  public private(set) var total = ReconstructionSums()

  /// For every feature, in how many rows it is on.
  public private(set) var onCounts: [Int]

  private let center: [Double]

  /// Makes statistics of no rows.
  ///
  /// - Parameters:
  ///   - width: How many features there are.
  ///   - center: The mean of the rows, from which their variance is counted; shape `[1, dOut]`.
  public init(width: Int, center: Matrix) {
    onCounts = [Int](repeating: 0, count: width)
    self.center = center.elements.map(Double.init)
  }

  /// How many rows were added.
  public var rowCount: Int { total.rows }

  /// Adds a batch of rows and what became of them.
  ///
  /// - Parameters:
  ///   - rows: The activations that were to be made, shape `[batch, dOut]`.
  ///   - code: Their features; nil for a code without any.
  ///   - reconstruction: What those stand for, shaped like `rows`.
  /// - Returns: The sums of each row by itself.
  @discardableResult
  public mutating func add(
    _ rows: Matrix, code: SparseCode?, reconstruction: Matrix
  ) -> [ReconstructionSums] {
    precondition(
      rows.columns == center.count && reconstruction.rows == rows.rows
        && reconstruction.columns == rows.columns,
      """
      ReconstructionStatistics: [\(rows.rows), \(rows.columns)] and \
      [\(reconstruction.rows), \(reconstruction.columns)] for \(center.count) columns
      """)
    let (center, batchMean) = (center, mean(of: rows))
    let pieces = parallelMap(rows.rows, grain: 128) { range in
      range.map { index in
        var sums = ReconstructionSums(
          rows[row: index], made: reconstruction[row: index], mean: center, batchMean: batchMean)
        if let code { sums.count(code, row: index) }
        return sums
      }
    }
    let sums = pieces.flatMap { $0 }
    for row in sums { total += row }
    if let code { count(code) }
    return sums
  }

  private mutating func count(_ code: SparseCode) {
    for (feature, value) in zip(code.indices, code.values) where value != 0 {
      onCounts[Int(feature)] += 1
    }
  }

  /// The metrics of all rows that were added; NaN where they have no variance or there are none.
  public var evaluation: Evaluation {
    Evaluation(
      rows: rowCount, l0: total.l0, l1: total.l1, mse: total.mse,
      normalizedMSE: total.normalizedMSE, explainedVariance: total.explainedVariance,
      cosine: total.cosine, shrinkage: total.shrinkage, deadFeatures: onCounts.count { $0 == 0 },
      featureDensity: onCounts.map { Double($0) / Double(rowCount) })
  }
}

extension ReconstructionSums {
  /// Adds what a row of a code has on.
  fileprivate mutating func count(_ code: SparseCode, row: Int) {
    for entry in code.offsets[row]..<code.offsets[row + 1] where code.values[entry] != 0 {
      active += 1
      magnitude += Double(abs(code.values[entry]))
    }
  }
}

/// The mean of the rows of a matrix, summed in double precision.
private func mean(of rows: Matrix) -> [Double] {
  var sums = [Double](repeating: 0, count: rows.columns)
  for index in 0..<rows.rows {
    let row = rows[row: index]
    for i in row.indices { sums[i] += Double(row[i]) }
  }
  return sums.map { $0 / Double(rows.rows) }
}
