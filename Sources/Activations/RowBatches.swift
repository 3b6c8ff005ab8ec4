public import Tensors

/// Batches of a site's rows in shuffled order, epoch after epoch.
///
/// Every batch is full: one that the end of an epoch cuts goes on with the next. Memory holds one
/// buffer of the order's, a second that is read on another thread meanwhile, and a batch. The same harvest, rows, seed and sizes give the same
/// batches; a reading that begins at another's cursor goes on as that one did.
public struct RowBatches {
  /// Where the next batch begins.
  public private(set) var cursor: RowCursor

  /// The numbers in the harvest of the rows of the latest batch.
  public private(set) var rowNumbers: [Int] = []

  private let batchSize: Int
  private let source: RowBufferSource
  private let prefetches: Bool
  private var epoch: (number: Int, order: RowOrder.Epoch)?
  private var buffer: RowBuffer?
  private var pending: PendingRowBuffer?

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
  ///   - prefetches: Whether the next buffer is read while one is used.
  /// - Throws: `missing` when the harvest has no such site.
  public init(
    _ harvest: HarvestFolder, site: String, rows: RangeSet<Int>? = nil, batchSize: Int,
    seed: UInt64, cursor: RowCursor = RowCursor(), blockRows: Int = 32, bufferRows: Int = 16_384,
    prefetches: Bool = true
  ) throws(ActivationError) {
    precondition(batchSize >= 1, "RowBatches: batches of \(batchSize)")
    self.batchSize = batchSize
    self.cursor = cursor
    self.prefetches = prefetches
    let rows = RowList(rows ?? RangeSet(0..<harvest.rowCount))
    let order = RowOrder(
      count: rows.count, blockRows: blockRows, bufferRows: bufferRows, seed: seed)
    source = RowBufferSource(
      harvest: harvest, site: site, width: try harvest.width(of: site), rows: rows, order: order)
    precondition(
      cursor.epoch >= 0 && (0...order.count).contains(cursor.row),
      "RowBatches: \(cursor) of \(order.count) rows")
  }

  /// The next batch, shape `[batch, width]`; nil only when no rows take part.
  public mutating func next() throws(ActivationError) -> Matrix? {
    var batch = Matrix(rows: batchSize, columns: source.width)
    return try next(into: &batch) ? batch : nil
  }

  /// Puts the next batch in place of the last: saves a large batch's memory from being taken anew.
  ///
  /// - Parameter batch: Shape `[batch, width]`; its contents have no meaning.
  /// - Returns: Whether there is one: false only when no rows take part.
  /// - Throws: `ActivationError` when a shard cannot be read.
  public mutating func next(into batch: inout Matrix) throws(ActivationError) -> Bool {
    precondition(
      batch.rows == batchSize && batch.columns == source.width,
      "RowBatches: [\(batchSize), \(source.width)] into [\(batch.rows), \(batch.columns)]")
    rowNumbers.removeAll(keepingCapacity: true)
    guard source.order.count > 0 else { return false }
    while rowNumbers.count < batchSize {
      let (buffer, start) = try loadBuffer()
      let places = buffer.order[start...].prefix(batchSize - rowNumbers.count)
      for place in places {
        copy(buffer.values[row: place], to: batch[mutableRow: rowNumbers.count])
        rowNumbers.append(buffer.rowNumbers[place])
      }
      cursor.row += places.count
    }
    return true
  }

  /// The buffer that holds the cursor's row, and the row's place in it; begins to read the next.
  private mutating func loadBuffer() throws(ActivationError) -> (RowBuffer, start: Int) {
    if cursor.row == source.order.count { cursor = RowCursor(epoch: cursor.epoch + 1) }
    let epoch = currentEpoch()
    let (index, start) = epoch.buffer(holding: cursor.row)
    let key = RowBuffer.Key(epoch: cursor.epoch, index: index)
    if let buffer, buffer.key == key { return (buffer, start) }
    let next = try read(key)
    let spare = buffer.take()?.takeValues()
    buffer = next
    pending =
      prefetches ? PendingRowBuffer(source.key(behind: key), of: source, into: spare) : nil
    return (next, start)
  }

  /// A buffer: that which is being read already, if it is the one.
  private mutating func read(_ key: RowBuffer.Key) throws(ActivationError) -> RowBuffer {
    if let pending = pending.take(), pending.key == key, let buffer = try pending.take() {
      return buffer
    }
    let spare = prefetches ? nil : buffer.take()?.takeValues()
    return try RowBuffer(key, of: source, into: spare)
  }

  private mutating func currentEpoch() -> RowOrder.Epoch {
    if let epoch, epoch.number == cursor.epoch { return epoch.order }
    let next = source.order.epoch(cursor.epoch)
    epoch = (cursor.epoch, next)
    return next
  }
}

private func copy(_ source: Span<Float>, to target: consuming MutableSpan<Float>) {
  for index in source.indices { target[index] = source[index] }
}
