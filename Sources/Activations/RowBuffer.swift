import Dispatch
import Synchronization
import Tensors

/// Rows of one buffer of an order: read in the order in which they lie, used in another.
struct RowBuffer: Sendable {
  /// Which epoch's, and which of its buffers.
  struct Key: Equatable, Sendable {
    let epoch: Int
    let index: Int
  }

  let key: Key

  /// The rows' numbers in the harvest, as they lie in `values`.
  private(set) var rowNumbers: [Int]

  /// The order in which they are used.
  private(set) var order: [Int]

  /// Shape `[row of the largest buffer, width]`.
  private(set) var values: Matrix

  /// Reads a buffer.
  ///
  /// - Parameters:
  ///   - key: Which.
  ///   - source: What it is read from.
  ///   - values: Memory to read into, where there is some to be used again.
  /// - Throws: `ActivationError` when a shard cannot be read.
  init(
    _ key: Key, of source: RowBufferSource, into values: consuming Matrix?
  ) throws(ActivationError) {
    let epoch = source.order.epoch(key.epoch)
    let rows = epoch.rows(ofBuffer: key.index)
    let numbers = rows.map { source.rows[$0] }
    var matrix = values.take() ?? Matrix(rows: source.largestBufferRows, columns: source.width)
    var all = matrix.mutableSpan
    var part = all._mutatingExtracting(0..<numbers.count * source.width)
    try source.harvest.read(numbers, of: source.site, width: source.width, into: &part)
    self.key = key
    rowNumbers = numbers
    order = epoch.order(ofBuffer: key.index)
    self.values = matrix
  }

  /// Gives its memory up.
  consuming func takeValues() -> Matrix { values }
}

/// What buffers are read from.
struct RowBufferSource: Sendable {
  let harvest: HarvestFolder
  let site: String
  let width: Int
  let rows: RowList
  let order: RowOrder

  var largestBufferRows: Int { min(order.count, order.bufferBlocks * order.blockRows) }

  /// The buffer behind another.
  func key(behind key: RowBuffer.Key) -> RowBuffer.Key {
    let count = (order.count + largestBufferRows - 1) / max(1, largestBufferRows)
    return key.index + 1 < count
      ? RowBuffer.Key(epoch: key.epoch, index: key.index + 1)
      : RowBuffer.Key(epoch: key.epoch + 1, index: 0)
  }
}

/// A buffer that is being read on another thread.
final class PendingRowBuffer: Sendable {
  let key: RowBuffer.Key
  private let outcome = Mutex<Result<RowBuffer, ActivationError>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Memory to read into, which only the reading thread then holds.
  private let spare: Mutex<Matrix?>

  /// Begins to read.
  init(_ key: RowBuffer.Key, of source: RowBufferSource, into values: consuming Matrix?) {
    self.key = key
    spare = Mutex(values)
    DispatchQueue.global().async { [self] in
      let result = Result { () throws(ActivationError) in
        try RowBuffer(key, of: source, into: spare.withLock { $0.take() })
      }
      outcome.withLock { $0 = result }
      isDone.signal()
    }
  }

  /// Waits for the buffer, which is handed over once.
  func take() throws(ActivationError) -> RowBuffer? {
    isDone.wait()
    isDone.signal()  // For another copy of the reading, which asks too.
    let result = outcome.withLock { outcome in
      defer { outcome = nil }
      return outcome
    }
    return try result?.get()
  }
}
