import Tensors

/// One tensor's line of a GGUF header, before it is checked against the file.
struct GGUFEntry {
  private let name: String
  private let place: Int
  private let type: ScalarType
  private let shape: [Int]
  private let offset: UInt64

  init(_ cursor: inout ByteCursor) throws(CheckpointError) {
    place = cursor.offset
    name = try cursor.ggufText("a tensor's name")
    let rank = try cursor.take(UInt32.self, for: "a tensor's rank")
    guard rank <= 8 else {
      throw cursor.error(.malformed, "tensor '\(name)' has \(rank) axes, more than 8", at: place)
    }
    var lengths: [Int] = []
    for _ in 0..<rank {
      lengths.append(
        Int(clamping: try cursor.take(UInt64.self, for: "the shape of tensor '\(name)'")))
    }
    shape = lengths.reversed()
    let number = try cursor.take(UInt32.self, for: "the type of tensor '\(name)'")
    guard let type = GGUFTensorType.known[number] else {
      let found = GGUFTensorType.names[number].map { "\($0), " } ?? ""
      throw cursor.error(
        .unsupported,
        "tensor '\(name)' is stored as \(found)ggml type \(number), which Thresher does not read; "
          + "use a file in F16, Q8_0, Q4_0, Q4_1 or a K format", at: place)
    }
    self.type = type
    offset = try cursor.take(UInt64.self, for: "the offset of tensor '\(name)'")
  }

  /// The tensor, once its place agrees with its shape and the file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - base: The byte that offsets count from.
  ///   - byteCount: How long the file is.
  /// - Returns: What the file says of the tensor.
  /// - Throws: `CheckpointError` with code `.malformed`, or `.truncated` when the file is too short.
  func info(path: String, base: Int, byteCount: Int) throws(CheckpointError) -> TensorInfo {
    guard let length = type.byteCount(shape: shape) else {
      throw CheckpointError(
        code: .malformed,
        message: "tensor '\(name)' of shape \(shape) is not made of whole \(type.rawValue) blocks",
        path: path, byteOffset: place)
    }
    guard base <= byteCount, offset <= UInt64(byteCount - base),
      length <= byteCount - base - Int(offset)
    else {
      throw CheckpointError(
        code: .truncated,
        message: "tensor '\(name)' takes \(length) bytes from byte \(offset) of the data, but the "
          + "file has only \(max(0, byteCount - base)) there; copy or download it again",
        path: path, byteOffset: place)
    }
    let start = base + Int(offset)
    return TensorInfo(
      name: name, type: type, shape: shape, path: path, byteRange: start..<start + length)
  }
}
