public import Tensors

extension HarvestFolder {
  /// Rows that lie one after the other.
  ///
  /// - Parameters:
  ///   - range: Their numbers.
  ///   - site: The site.
  /// - Returns: Shape `[row, width]`.
  /// - Throws: `ActivationError` when there is no such site, or a shard cannot be read.
  public func rows(_ range: Range<Int>, of site: String) throws(ActivationError) -> Matrix {
    let width = try width(of: site)
    var result = Matrix(rows: range.count, columns: width)
    var values = result.mutableSpan
    try read(range, of: site, width: width, into: &values)
    return result
  }

  /// Rows in any order, which are read in the order in which they lie.
  ///
  /// - Parameters:
  ///   - indices: Their numbers; one may stand more than once.
  ///   - site: The site.
  /// - Returns: Shape `[row, width]`, in the order of `indices`.
  /// - Throws: `ActivationError` when there is no such site, or a shard cannot be read.
  public func rows(at indices: [Int], of site: String) throws(ActivationError) -> Matrix {
    let order = indices.indices.sorted { (indices[$0], $0) < (indices[$1], $1) }
    let sorted = order.map { indices[$0] }
    let width = try width(of: site)
    var result = Matrix(rows: indices.count, columns: width)
    var values = result.mutableSpan
    try read(sorted, of: site, width: width, into: &values)
    guard sorted != indices else { return result }
    var places = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { places[index] = place }
    return result.gatheringRows(places)
  }

  /// Some columns of all rows: a neuron's activations, say.
  ///
  /// - Parameters:
  ///   - columns: Which columns.
  ///   - site: The site.
  /// - Returns: Shape `[row, column]`.
  /// - Throws: `ActivationError` when there is no such site, or a shard cannot be read.
  public func columns(_ columns: Range<Int>, of site: String) throws(ActivationError) -> Matrix {
    let width = try width(of: site)
    precondition(
      columns.lowerBound >= 0 && columns.upperBound <= width, "columns \(columns) of \(width)")
    var result = Matrix(rows: rowCount, columns: columns.count)
    try forEachBlock(of: site) { start, block in
      for row in 0..<block.rows {
        let source = block[row: row].extracting(columns)
        var target = result[mutableRow: start + row]
        for index in source.indices { target[index] = source[index] }
      }
    }
    return result
  }

  /// Visits all rows of a site in order, in blocks of about 16 MB.
  ///
  /// - Parameters:
  ///   - site: The site.
  ///   - body: Takes the number of a block's first row, and the block `[row, width]`.
  /// - Throws: `ActivationError` when there is no such site, or a shard cannot be read.
  public func forEachBlock(
    of site: String, _ body: (_ firstRow: Int, _ block: Matrix) -> Void
  ) throws(ActivationError) {
    let blockRows = max(1, (4 << 20) / max(1, try width(of: site)))
    for start in stride(from: 0, to: rowCount, by: blockRows) {
      body(start, try rows(start..<min(start + blockRows, rowCount), of: site))
    }
  }

  /// Reads rows, given in the order in which they lie, to lie one after the other in `values`.
  func read(
    _ sorted: [Int], of site: String, width: Int, into values: inout MutableSpan<Float>
  ) throws(ActivationError) {
    for run in runs(of: sorted) {
      let rows = sorted[run.lowerBound]..<sorted[run.upperBound - 1] + 1
      var part = values._mutatingExtracting(run.lowerBound * width..<run.upperBound * width)
      try read(rows, of: site, width: width, into: &part)
    }
  }

  private func read(
    _ range: Range<Int>, of site: String, width: Int, into values: inout MutableSpan<Float>
  ) throws(ActivationError) {
    var place = 0
    for (shard, local) in try shards.pieces(of: range, counted: .rows) {
      let reader = try shards.shard(shard).site(site)
      try checkWidth(reader, is: width, site: site, shard: shard)
      var part = values._mutatingExtracting(place..<place + local.count * width)
      try reader.read(rows: local, into: &part)
      place += local.count * width
    }
  }

  /// Refuses a shard that is not as wide as the first; a manifest need not state the width.
  private func checkWidth(
    _ reader: SiteReader, is width: Int, site: String, shard: Int
  ) throws(ActivationError) {
    guard reader.width == width else {
      throw ActivationError(
        code: .wrongShape,
        message: "expected \(width) columns as in the first shard, found \(reader.width)",
        path: path + "/" + manifest.shards[shard].file,
        place: ShardLayout.activations(of: site))
    }
  }
}

/// The ranges of places at which sorted numbers follow each other without a gap.
private func runs(of sorted: [Int]) -> [Range<Int>] {
  var runs: [Range<Int>] = []
  var start = 0
  for place in sorted.indices
  where place + 1 == sorted.count || sorted[place + 1] != sorted[place] + 1 {
    runs.append(start..<place + 1)
    start = place + 1
  }
  return runs
}
