public import Tensors

/// A GGUF file of version 2 or 3, mapped into memory.
public struct GGUFFile: Checkpoint {
  public let path: String

  /// The version of the format, 2 or 3.
  public let version: Int

  /// What the file says of itself, its tokenizer among it.
  public let metadata: [String: MetadataValue]

  private let file: MappedFile
  private let table: TensorTable

  /// Opens the file at `path` and reads its header; no tensor is read yet.
  ///
  /// - Throws: `CheckpointError` when the header breaks the format or does not fit the file, or a
  ///   tensor is stored in a way that Thresher does not read.
  public init(path: String) throws(CheckpointError) {
    let file = try MappedFile.open(path)
    let header = try GGUFHeader(file.span, path: path)
    self.path = path
    self.file = file
    version = header.version
    metadata = header.metadata
    table = try TensorTable(header.tensors, path: path)
  }

  /// A value of the metadata that must be there and be of one kind.
  ///
  ///     let layers = try file.required("llama.block_count", \.integerValue)
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - kind: What takes a value of the kind from it.
  /// - Returns: The value.
  /// - Throws: `CheckpointError` with code `.missingMetadata`.
  public func required<Value>(
    _ key: String, _ kind: (MetadataValue) -> Value?
  ) throws(CheckpointError) -> Value {
    if let value = metadata[key].flatMap(kind) { return value }
    let found = metadata[key] == nil ? "has no key '\(key)'" : "has another kind of '\(key)'"
    throw CheckpointError(
      code: .missingMetadata, message: "the metadata \(found), expected \(Value.self)", path: path)
  }

  public var properties: [String: MetadataValue] { metadata }

  public var tensorNames: [String] { table.names }

  public func info(_ name: String) -> TensorInfo? { table[name] }

  public func tensor(_ name: String) throws(CheckpointError) -> Tensor {
    file.tensor(try table.required(name))
  }
}
