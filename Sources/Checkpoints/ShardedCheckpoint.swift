import JSONText
public import Tensors

/// Several files of weights and the index that says which tensor is in which.
///
///     {"metadata": {"total_size": 548105171},
///      "weight_map": {"wte.weight": "model-00001-of-00002.safetensors", …}}
///
/// The index is called `model.safetensors.index.json` or `pytorch_model.bin.index.json`, and the files
/// lie beside it.
public struct ShardedCheckpoint: Checkpoint {
  public let path: String

  public let tensorNames: [String]

  /// The files, each with the tensors that the index finds in it.
  private let shards: [String: any Checkpoint]

  private let shardNames: [String: String]

  /// Opens the index at `path` and every file that it names.
  ///
  /// - Throws: `CheckpointError` when the index breaks the format, or a file is missing or lacks a
  ///   tensor that the index finds in it.
  public init(path: String) throws(CheckpointError) {
    let map = try Self.readMap(path: path)
    var shards: [String: any Checkpoint] = [:]
    for shard in Set(map.values).sorted() {
      shards[shard] = try openWhole(at: Self.beside(path, shard))
    }
    for (tensor, shard) in map.sorted(by: { $0.key < $1.key })
    where shards[shard]?.info(tensor) == nil {
      throw CheckpointError(
        code: .missingTensor,
        message: "the index finds tensor '\(tensor)' in \(shard), which lacks it",
        path: path)
    }
    self.path = path
    self.shards = shards
    shardNames = map
    tensorNames = shards.sorted { $0.key < $1.key }.flatMap { shard in
      shard.value.tensorNames.filter { map[$0] == shard.key }
    }
  }

  /// Which file each tensor is in.
  private static func readMap(path: String) throws(CheckpointError) -> [String: String] {
    let file = try MappedFile.open(path)
    var map: [String: String]?
    do throws(JSONError) {
      var json = try JSONReader(Span(_bytes: file.span), path: path)
      try json.readObject { json, key throws(JSONError) in
        if key == "weight_map" { map = try readNames(&json) } else { try json.skip() }
      }
      try json.finish()
    } catch {
      throw CheckpointError(error)
    }
    guard let map else {
      throw CheckpointError(code: .malformed, message: "the index has no 'weight_map'", path: path)
    }
    return map
  }

  private static func readNames(_ json: inout JSONReader) throws(JSONError) -> [String: String] {
    var map: [String: String] = [:]
    try json.readObject { json, tensor throws(JSONError) in
      let name = try json.readText()
      guard !name.isEmpty && !name.contains("/") && !name.contains("\0") && name != ".." else {
        throw json.error("expected the name of a file beside the index, found '\(name)'")
      }
      map[tensor] = name
    }
    return map
  }

  private static func beside(_ path: String, _ name: String) -> String {
    path.lastIndex(of: "/").map { path[...$0] + name } ?? name
  }

  public func info(_ name: String) -> TensorInfo? { shard(of: name)?.info(name) }

  public func tensor(_ name: String) throws(CheckpointError) -> Tensor {
    guard let shard = shard(of: name) else {
      throw CheckpointError(
        code: .missingTensor,
        message: "no tensor is named '\(name)'; the index has \(tensorNames.count)", path: path)
    }
    return try shard.tensor(name)
  }

  private func shard(of tensor: String) -> (any Checkpoint)? {
    shardNames[tensor].flatMap { shards[$0] }
  }
}
