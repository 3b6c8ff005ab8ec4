public import Tensors

/// A file of `torch.save`: a zip archive (since PyTorch 1.6) or the stream that came before it.
///
/// Nothing that the file names is run. A tensor is named by the path of keys to it, with dots between
/// (`state_dict.W_enc`); what stands beside the tensors is in `metadata` by the same paths.
public struct PyTorchFile: Checkpoint {
  public let path: String

  /// The numbers, texts and lists of numbers beside the tensors.
  public let metadata: [String: MetadataValue]

  private let file: MappedFile
  private let table: TensorTable
  private let views: [String: PyTorchTensor]

  /// Opens the file at `path` and reads its pickle; no tensor is read yet.
  ///
  /// - Throws: `CheckpointError` when the file is neither an archive nor a stream of `torch.save`, or
  ///   breaks the rules of either.
  public init(path: String) throws(CheckpointError) {
    let file = try MappedFile.open(path)
    let contents =
      try file.span.isZip
      ? PyTorchContents(archive: file.span, path: path)
      : PyTorchContents(stream: file.span, path: path)
    self.path = path
    self.file = file
    metadata = contents.tree.metadata
    views = Dictionary(contents.tree.tensors) { first, _ in first }
    var infos: [TensorInfo] = []
    for (name, view) in contents.tree.tensors { infos.append(try contents.info(name, view)) }
    table = try TensorTable(infos, path: path)
  }

  public var tensorNames: [String] { table.names }

  public func info(_ name: String) -> TensorInfo? { table[name] }

  public func tensor(_ name: String) throws(CheckpointError) -> Tensor {
    let info = try table.required(name)
    guard let view = views[name], !view.isContiguous else { return file.tensor(info) }
    return gathered(view, info)
  }

  /// The elements of a view that does not lie in order: what it spans is converted, then gathered.
  private func gathered(_ view: PyTorchTensor, _ info: TensorInfo) -> Tensor {
    let spanned = TensorInfo(
      name: info.name, type: info.type, shape: [view.extent.count], path: path,
      byteRange: info.byteRange)
    let source = file.tensor(spanned).matrix
    let columns = view.shape.last ?? 1
    let step = view.strides.last ?? 1
    var result = Matrix(rows: columns == 0 ? 0 : view.count / columns, columns: columns)
    result.forEachRow { index, row in
      let start = view.place(ofRow: index)
      let numbers = source.span
      for column in row.indices { row[column] = numbers[start + column * step] }
    }
    return Tensor(result, shape: view.shape)
  }
}

extension PyTorchTensor {
  /// How far from the view's first number that of a row is, rows being all axes but the last.
  fileprivate func place(ofRow row: Int) -> Int {
    var rest = row
    var place = 0
    for (length, stride) in zip(shape, strides).dropLast().reversed() {
      place += rest % length * stride
      rest /= length
    }
    return place
  }
}

extension RawSpan {
  /// Whether a file begins as zip archives do.
  var isZip: Bool { byteCount >= 4 && self[0] == 0x50 && self[1] == 0x4B && self[2] == 3 }
}
