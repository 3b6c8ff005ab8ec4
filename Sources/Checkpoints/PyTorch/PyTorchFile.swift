public import Tensors

/// A file of `torch.save` or `pickle.dump`: a zip archive (since PyTorch 1.6), the stream that came
/// before it, or a plain pickle of tensors; gzip may have packed it, as in `.pkl.gz`.
///
/// Nothing that the file names is run. A tensor is named by the path of keys to it, with dots between
/// (`state_dict.W_enc`); what stands beside the tensors is in `metadata` by the same paths.
public struct PyTorchFile: Checkpoint {
  public let path: String

  /// The numbers, texts and lists of numbers beside the tensors.
  public let metadata: [String: MetadataValue]

  private let file: MappedFile
  private let table: TensorTable
  private let views: [String: StorageView]

  /// A tensor's elements among the numbers of its storage.
  private struct StorageView: Sendable {
    let view: StridedView
    let storage: FilePart?
  }

  /// Opens the file at `path` and reads its pickle; no tensor is read yet.
  ///
  /// - Throws: `CheckpointError` when the file is neither an archive nor a pickle, or breaks the rules
  ///   of either.
  public init(path: String) throws(CheckpointError) {
    let packed = try MappedFile.open(path)
    let file = try packed.unpacked(path: path)
    let contents = try PyTorchContents(file, isGzip: packed !== file, path: path)
    self.path = path
    self.file = file
    metadata = contents.tree.metadata
    var infos: [TensorInfo] = []
    var views: [String: StorageView] = [:]
    for (name, tensor) in contents.tree.tensors {
      let (info, storage) = try contents.info(name, tensor)
      infos.append(info)
      views[name] = StorageView(view: tensor.view, storage: storage)
    }
    self.views = views
    table = try TensorTable(infos, path: path)
    guard !infos.isEmpty || !metadata.isEmpty else {
      throw CheckpointError(
        code: .unsupported,
        message: "expected tensors, found none; what it calls is not run", path: path)
    }
  }

  public var tensorNames: [String] { table.names }

  public var properties: [String: MetadataValue] { metadata }

  public func info(_ name: String) -> TensorInfo? { table[name] }

  public func tensor(_ name: String) throws(CheckpointError) -> Tensor {
    let info = try table.required(name)
    guard let view = views[name]?.view, let storage = views[name]?.storage else {
      return file.tensor(info)
    }
    let plain = try storage.unpacked(path: path)
    let start = plain.byteRange.lowerBound + view.extent.lowerBound * info.type.blockByteCount
    return plain.file.tensor(view, info, from: start)
  }
}
