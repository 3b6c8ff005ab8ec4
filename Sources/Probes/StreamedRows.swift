public import Activations
public import Tensors

/// Rows of a harvest that are read anew at each pass: for what memory doesn't hold.
public struct StreamedRows: DesignMatrix {
  private let harvest: HarvestFolder
  private let site: String
  private let rows: [Int]
  public let columnCount: Int

  /// How many rows are in memory at once.
  private let blockRows: Int

  /// Makes a view of some rows of a site.
  ///
  /// - Parameters:
  ///   - harvest: The harvest.
  ///   - site: One of its sites.
  ///   - rows: The rows' numbers.
  ///   - byteLimit: How much memory a block of rows may take.
  /// - Throws: `ProbeError` with code `.file` when there is no such site.
  public init(
    _ harvest: HarvestFolder, site: String, rows: [Int], byteLimit: Int = 64 << 20
  ) throws(ProbeError) {
    self.harvest = harvest
    self.site = site
    self.rows = rows
    columnCount = try reading { () throws(ActivationError) in try harvest.width(of: site) }
    blockRows = max(1, byteLimit / max(4 * columnCount, 1))
  }

  public var rowCount: Int { rows.count }

  public func weightedColumnSums(_ weights: [Double]) throws(ProbeError) -> [Double] {
    try columnSums { range, block in block.weightedColumnSums(Array(weights[range])) }
  }

  public func weightedSquares(
    _ weights: [Double], around means: [Double]
  ) throws(ProbeError) -> [Double] {
    try columnSums { range, block in block.weightedSquares(Array(weights[range]), around: means) }
  }

  public func gatheredColumns(_ columns: [Int]) throws(ProbeError) -> ColumnList {
    var result = ColumnList(count: columns.count, length: rowCount)
    try forEachBlock { range, block in
      result.gather(columns, of: block, at: range.lowerBound)
    }
    return result
  }

  public func firstBadRow() throws(ProbeError) -> Int? {
    var found: Int?
    try forEachBlock { range, block in
      if found == nil { found = block.firstBadRow().map { range.lowerBound + $0 } }
    }
    return found
  }

  private func columnSums(
    _ sums: (Range<Int>, Matrix) -> [Double]
  ) throws(ProbeError) -> [Double] {
    var total = [Double](repeating: 0, count: columnCount)
    try forEachBlock { range, block in
      for (j, sum) in sums(range, block).enumerated() { total[j] += sum }
    }
    return total
  }

  private func forEachBlock(_ body: (Range<Int>, Matrix) -> Void) throws(ProbeError) {
    for start in stride(from: 0, to: rows.count, by: blockRows) {
      let range = start..<min(start + blockRows, rows.count)
      let block = try reading { () throws(ActivationError) in
        try harvest.rows(at: Array(rows[range]), of: site)
      }
      body(range, block)
    }
  }
}

private func reading<Result>(
  _ read: () throws(ActivationError) -> Result
) throws(ProbeError) -> Result {
  do {
    return try read()
  } catch {
    throw ProbeError(code: .file, message: error.message, path: error.path)
  }
}
