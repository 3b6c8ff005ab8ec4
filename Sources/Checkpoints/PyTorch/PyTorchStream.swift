import Tensors

/// A stream of `torch.save`, as it was before PyTorch 1.6.
///
/// Pickles of a mark, a version, the system, the contents and the storages' keys follow one another,
/// then each storage's count in 8 bytes and its numbers.
///
/// Source: `torch/serialization.py`, `_legacy_save`.
struct PyTorchStream {
  /// The contents, which are the first pickle's where that is no mark.
  let root: PickleValue

  /// Where each storage's numbers lie.
  let storages: [String: Range<Int>]

  /// Reads the stream where a machine stands; the contents are left in its heap.
  init(_ machine: inout PickleMachine) throws(CheckpointError) {
    let first = try machine.run()
    guard Self.isMark(first, machine.cursor) else {
      root = first
      storages = [:]
      return
    }
    for _ in 0..<2 { _ = try machine.run() }
    root = try machine.run()
    let last = try machine.run()
    storages = try Self.readStorages(machine.heap.items(last) ?? [], &machine)
  }

  /// Whether a value is the number that a stream begins with.
  private static func isMark(_ value: PickleValue, _ cursor: borrowing ByteCursor) -> Bool {
    let mark: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    guard case .bytes(let range) = value, range.count == mark.count else { return false }
    return zip(range, mark).allSatisfy { cursor[$0] == $1 }
  }

  private static func readStorages(
    _ keys: [PickleValue], _ machine: inout PickleMachine
  ) throws(CheckpointError) -> [String: Range<Int>] {
    var cursor = machine.cursor
    var places: [String: Range<Int>] = [:]
    let known = Dictionary(
      machine.heap.storages.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    for key in keys {
      guard case .text(let key) = key, let storage = known[key], let type = storage.type else {
        throw cursor.error(.malformed, "the stream ends in a storage that nothing mentions")
      }
      let count = try cursor.take(UInt64.self, for: "a storage's length")
      let (byteCount, overflow) = count.multipliedReportingOverflow(by: UInt64(type.blockByteCount))
      places[key] = try cursor.take(overflow ? .max : byteCount, for: "storage '\(key)'")
    }
    return places
  }
}
