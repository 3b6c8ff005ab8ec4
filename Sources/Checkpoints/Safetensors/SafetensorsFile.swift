public import Tensors

/// A safetensors file, mapped into memory.
public struct SafetensorsFile: Checkpoint {
  public let path: String

  /// What the file says of itself.
  public let metadata: [String: String]

  private let file: MappedFile
  private let table: TensorTable

  /// Opens the file at `path` and checks its header; no tensor is read yet.
  ///
  /// - Throws: `CheckpointError` when the header breaks the format or does not fit the file.
  public init(path: String) throws(CheckpointError) {
    let file = try MappedFile.open(path)
    let header = try SafetensorsHeader(file.span, path: path)
    self.path = path
    self.file = file
    metadata = header.metadata
    table = try TensorTable(header.tensors, path: path)
  }

  public var properties: [String: MetadataValue] { metadata.mapValues { .text($0) } }

  public var tensorNames: [String] { table.names }

  public func info(_ name: String) -> TensorInfo? { table[name] }

  public func tensor(_ name: String) throws(CheckpointError) -> Tensor {
    let info = try table.required(name)
    guard info.type.isReadable else {
      throw CheckpointError(
        code: .unsupported,
        message: "tensor '\(name)' is stored as \(info.type.rawValue), whose order of bits no "
          + "library lays down", path: path, byteOffset: info.byteRange.lowerBound)
    }
    return file.tensor(info)
  }

  /// The values of a tensor of whole numbers.
  ///
  /// - Throws: `CheckpointError` with code `.missingTensor`, or `.unsupported` when its values are
  ///   floats or do not fit `Int`.
  public func integers(_ name: String) throws(CheckpointError) -> [Int] {
    try file.integers(try table.required(name))
  }
}
