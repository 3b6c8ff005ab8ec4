public import Tensors

/// Batches of a site's rows in shuffled order, epoch after epoch.
///
/// Every batch is full: one that the end of an epoch cuts goes on with the next. Memory holds one
/// buffer of the order's, and a batch. The same harvest, rows, seed and sizes give the same
/// batches; a reading that begins at another's cursor goes on as that one did.
public struct RowBatches {
  /// Where the next batch begins.
  public private(set) var cursor: RowCursor

  /// The numbers in the harvest of the rows of the latest batch.
  public private(set) var rowNumbers: [Int] = []

  private let harvest: HarvestFolder
  private let site: String
  private let batchSize: Int
  private let width: Int
  private let rows: RowList
  private let order: RowOrder
  private var epoch: (number: Int, order: RowOrder.Epoch)?
  private var buffer = Buffer()

  /// Rows of one buffer: read in the order in which they lie, used in another.
  private struct Buffer {
    /// Which of the epoch's buffers it is; nil before the first.
    var index: Int?
    var rowNumbers: [Int] = []
    var order: [Int] = []

    /// Shape `[row of the largest buffer, width]`: taken from the system once.
    var values = Matrix(rows: 0, columns: 0)

    /// Reads rows into the first of `values`.
    mutating func read(
      _ numbers: [Int], of site: String, from harvest: HarvestFolder
    ) throws(ActivationError) {
      let width = values.columns
      var all = values.mutableSpan
      var part = all._mutatingExtracting(0..<numbers.count * width)
      try harvest.read(numbers, of: site, width: width, into: &part)
      rowNumbers = numbers
    }
  }

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - harvest: The harvest.
  ///   - site: The site.
  ///   - rows: The rows that take part; nil for all.
  ///   - batchSize: How many rows make a batch.
  ///   - seed: The seed of the order.
  ///   - cursor: Where to begin.
  ///   - blockRows: How many neighbours are read together; see `RowOrder`.
  ///   - bufferRows: How many rows are shuffled together and held in memory; see `RowOrder`.
  /// - Throws: `missing` when the harvest has no such site.
  public init(
    _ harvest: HarvestFolder, site: String, rows: RangeSet<Int>? = nil, batchSize: Int,
    seed: UInt64, cursor: RowCursor = RowCursor(), blockRows: Int = 32, bufferRows: Int = 16_384
  ) throws(ActivationError) {
    precondition(batchSize >= 1, "RowBatches: batches of \(batchSize)")
    self.harvest = harvest
    self.site = site
    self.batchSize = batchSize
    self.cursor = cursor
    self.rows = RowList(rows ?? RangeSet(0..<harvest.rowCount))
    width = try harvest.width(of: site)
    order = RowOrder(
      count: self.rows.count, blockRows: blockRows, bufferRows: bufferRows, seed: seed)
    precondition(
      cursor.epoch >= 0 && (0...order.count).contains(cursor.row),
      "RowBatches: \(cursor) of \(order.count) rows")
  }

  /// The next batch, shape `[batch, width]`; nil only when no rows take part.
  public mutating func next() throws(ActivationError) -> Matrix? {
    var batch = Matrix(rows: batchSize, columns: width)
    return try next(into: &batch) ? batch : nil
  }

  /// Puts the next batch in place of the last: saves a large batch's memory from being taken anew.
  ///
  /// - Parameter batch: Shape `[batch, width]`; its contents have no meaning.
  /// - Returns: Whether there is one: false only when no rows take part.
  /// - Throws: `ActivationError` when a shard cannot be read.
  public mutating func next(into batch: inout Matrix) throws(ActivationError) -> Bool {
    precondition(
      batch.rows == batchSize && batch.columns == width,
      "RowBatches: [\(batchSize), \(width)] into [\(batch.rows), \(batch.columns)]")
    rowNumbers.removeAll(keepingCapacity: true)
    guard order.count > 0 else { return false }
    while rowNumbers.count < batchSize {
      let start = try loadBuffer()
      let places = buffer.order[start...].prefix(batchSize - rowNumbers.count)
      for place in places {
        copy(buffer.values[row: place], to: batch[mutableRow: rowNumbers.count])
        rowNumbers.append(buffer.rowNumbers[place])
      }
      cursor.row += places.count
    }
    return true
  }

  /// Makes the buffer the one that holds the cursor's row, and returns the row's place in it.
  private mutating func loadBuffer() throws(ActivationError) -> Int {
    if cursor.row == order.count { cursor = RowCursor(epoch: cursor.epoch + 1) }
    let epoch = currentEpoch()
    let (index, start) = epoch.buffer(holding: cursor.row)
    guard buffer.index != index else { return start }
    buffer.index = nil  // Until it is read.
    if buffer.values.rows == 0 {
      let largest = min(order.count, order.bufferBlocks * order.blockRows)
      buffer.values = Matrix(rows: largest, columns: width)
    }
    try buffer.read(epoch.rows(ofBuffer: index).map { rows[$0] }, of: site, from: harvest)
    buffer.order = epoch.order(ofBuffer: index)
    buffer.index = index
    return start
  }

  private mutating func currentEpoch() -> RowOrder.Epoch {
    if let epoch, epoch.number == cursor.epoch { return epoch.order }
    buffer.index = nil
    let next = order.epoch(cursor.epoch)
    epoch = (cursor.epoch, next)
    return next
  }
}

private func copy(_ source: Span<Float>, to target: consuming MutableSpan<Float>) {
  for index in source.indices { target[index] = source[index] }
}
