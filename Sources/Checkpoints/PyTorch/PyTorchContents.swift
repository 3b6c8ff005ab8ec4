import Tensors

/// What a file of `torch.save` or `pickle.dump` holds, and where its storages lie.
struct PyTorchContents {
  let tree: PickleTree
  private var storages: [String: FilePart] = [:]
  private let path: String

  /// Whether the whole file was packed by gzip.
  private let isGzip: Bool

  /// Reads the pickle of a file, or of the archive that it is.
  ///
  /// - Parameters:
  ///   - file: The file's bytes, once gzip has unpacked them.
  ///   - isGzip: Whether it had to.
  ///   - path: The file.
  /// - Throws: `CheckpointError` when the file is neither, or breaks the rules of either.
  init(_ file: MappedFile, isGzip: Bool, path: String) throws(CheckpointError) {
    self.path = path
    self.isGzip = isGzip
    if file.span.isZip {
      (tree, storages) = try Self.read(archive: file, path: path)
    } else {
      (tree, storages) = try Self.read(stream: file, path: path)
    }
    for storage in tree.tensors.map(\.1.storage) {
      if let place = storage.place {
        storages[storage.key] = FilePart(storage.file ?? file, place)
      }
    }
  }

  /// Reads an archive: `<name>/data.pkl`, and a storage in each `<name>/data/<key>`.
  private static func read(
    archive file: MappedFile, path: String
  ) throws(CheckpointError) -> (PickleTree, [String: FilePart]) {
    let zip = try ZipDirectory(file, path: path)
    guard let name = zip.names.first(where: { $0.hasSuffix("/data.pkl") }) else {
      throw CheckpointError(
        code: .unsupported, message: "the archive has no data.pkl; is it a file of torch.save?",
        path: path)
    }
    let prefix = name.dropLast("data.pkl".count)
    try checkByteOrder(zip, prefix, path: path)
    let tree = try readPickle(try zip.part(name), path: path)
    var storages: [String: FilePart] = [:]
    for storage in tree.tensors.map(\.1.storage) where storages[storage.key] == nil {
      if storage.place == nil {
        storages[storage.key] = try zip.part("\(prefix)data/\(storage.key)")
      }
    }
    return (tree, storages)
  }

  private static func checkByteOrder(
    _ zip: ZipDirectory, _ prefix: Substring, path: String
  ) throws(CheckpointError) {
    guard zip.names.contains("\(prefix)byteorder") else { return }
    let order = String(
      decoding: try zip.part("\(prefix)byteorder").head(16, path: path), as: UTF8.self)
    guard order == "little" else {
      throw CheckpointError(
        code: .unsupported, message: "expected little-endian numbers, found '\(order)'", path: path)
    }
  }

  /// Reads the pickle of an archive; one that unpacks to far more than its length is refused.
  private static func readPickle(
    _ part: FilePart, path: String
  ) throws(CheckpointError) -> PickleTree {
    guard part.byteCount <= 1 << 26 + 20 * part.byteRange.count else {
      throw CheckpointError(
        code: .malformed, message: "the pickle unpacks to \(part.byteCount) bytes, as none does",
        path: path, byteOffset: part.byteRange.lowerBound)
    }
    let plain = try part.unpacked(path: path)
    let bytes = plain.file.span.extracting(0..<plain.byteRange.upperBound)
    var machine = PickleMachine(
      ByteCursor(bytes, path: path, offset: plain.byteRange.lowerBound),
      isNested: part.packing != nil)
    let root = try machine.run()
    return try PickleTree(root, machine.heap, path: path)
  }

  private static func read(
    stream file: MappedFile, path: String
  ) throws(CheckpointError) -> (PickleTree, [String: FilePart]) {
    var machine = PickleMachine(ByteCursor(file.span, path: path))
    let stream = try PyTorchStream(&machine)
    let tree = try PickleTree(stream.root, machine.heap, path: path)
    return (tree, stream.storages.mapValues { FilePart(file, $0) })
  }

  /// Where the numbers lie that a tensor spans.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - tensor: The tensor.
  /// - Returns: What the file says of it, and the whole storage that it is a view of.
  /// - Throws: `CheckpointError` with code `.truncated` when its storage is shorter than it says.
  func info(
    _ name: String, _ tensor: PyTorchTensor
  ) throws(CheckpointError) -> (TensorInfo, FilePart?) {
    let width = tensor.type.blockByteCount
    let extent = tensor.view.extent
    let storage = storages[tensor.storage.key]
    let byteCount = storage?.byteCount ?? 0
    guard extent.upperBound <= byteCount / width else {
      throw CheckpointError(
        code: .truncated,
        message: "tensor '\(name)' needs \(extent.upperBound) numbers of storage "
          + "'\(tensor.storage.key)', which has \(byteCount / width)",
        path: path, byteOffset: storage?.byteRange.lowerBound)
    }
    let start = (storage?.byteRange.lowerBound ?? 0) + extent.lowerBound * width
    let info = TensorInfo(
      name: name, type: tensor.type, shape: tensor.view.shape, path: path,
      byteRange: start..<start + extent.count * width,
      isPacked: isGzip || storage?.packing != nil)
    return (info, storage)
  }
}
