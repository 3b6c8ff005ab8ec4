import Tensors

/// What a file of `torch.save` holds, and where its storages lie.
struct PyTorchContents {
  let tree: PickleTree
  private let storages: [String: Range<Int>]
  private let path: String

  /// Reads an archive: `<name>/data.pkl`, and a storage in each `<name>/data/<key>`.
  init(archive file: RawSpan, path: String) throws(CheckpointError) {
    let zip = try ZipDirectory(file, path: path)
    guard let pickle = zip.names.first(where: { $0.hasSuffix("/data.pkl") }) else {
      throw CheckpointError(
        code: .unsupported, message: "the archive has no data.pkl; is it a file of torch.save?",
        path: path)
    }
    let prefix = pickle.dropLast("data.pkl".count)
    if zip.names.contains("\(prefix)byteorder") {
      let order = ByteCursor(file, path: path).text(try zip.byteRange("\(prefix)byteorder"))
      guard order == "little" else {
        throw CheckpointError(
          code: .unsupported, message: "expected little-endian numbers, found '\(order)'",
          path: path)
      }
    }
    let range = try zip.byteRange(pickle)
    var machine = PickleMachine(
      ByteCursor(file.extracting(0..<range.upperBound), path: path, offset: range.lowerBound))
    let root = try machine.run()
    tree = try PickleTree(root, machine.heap, path: path)
    var storages: [String: Range<Int>] = [:]
    for storage in tree.tensors.map(\.1.storage) where storages[storage.key] == nil {
      storages[storage.key] = try zip.byteRange("\(prefix)data/\(storage.key)")
    }
    self.storages = storages
    self.path = path
  }

  /// Reads a stream: pickles of a mark, a version, the system, the contents and the storages' keys,
  /// then each storage's count in 8 bytes and its numbers.
  ///
  /// Source: `torch/serialization.py`, `_legacy_save`.
  init(stream file: RawSpan, path: String) throws(CheckpointError) {
    var machine = PickleMachine(ByteCursor(file, path: path))
    let mark: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    guard case .bytes(mark) = try machine.run() else {
      throw CheckpointError(
        code: .unsupported, message: "expected a file of torch.save, found another pickle",
        path: path, byteOffset: 0)
    }
    for _ in 0..<2 { _ = try machine.run() }
    let root = try machine.run()
    let tree = try PickleTree(root, machine.heap, path: path)
    let last = try machine.run()
    let keys = machine.heap.items(last) ?? []
    var cursor = machine.cursor
    var storages: [String: Range<Int>] = [:]
    let known = Dictionary(
      machine.storages.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    for key in keys {
      guard case .text(let key) = key, let storage = known[key], let type = storage.type else {
        throw cursor.error(.malformed, "the stream ends in a storage that nothing mentions")
      }
      let count = try cursor.take(UInt64.self, for: "a storage's length")
      let (byteCount, overflow) = count.multipliedReportingOverflow(by: UInt64(type.blockByteCount))
      storages[key] = try cursor.take(overflow ? .max : byteCount, for: "storage '\(key)'")
    }
    self.tree = tree
    self.storages = storages
    self.path = path
  }

  /// Where the numbers lie that a tensor spans.
  ///
  /// - Throws: `CheckpointError` with code `.truncated` when its storage is shorter than it says.
  func info(_ name: String, _ view: PyTorchTensor) throws(CheckpointError) -> TensorInfo {
    let width = view.type.blockByteCount
    let storage = storages[view.storage.key] ?? 0..<0
    guard view.extent.upperBound <= storage.count / width else {
      throw CheckpointError(
        code: .truncated,
        message: "tensor '\(name)' needs \(view.extent.upperBound) numbers of storage "
          + "'\(view.storage.key)', which has \(storage.count / width)",
        path: path, byteOffset: storage.lowerBound)
    }
    let start = storage.lowerBound + view.extent.lowerBound * width
    return TensorInfo(
      name: name, type: view.type, shape: view.shape, path: path,
      byteRange: start..<start + view.extent.count * width)
  }
}
