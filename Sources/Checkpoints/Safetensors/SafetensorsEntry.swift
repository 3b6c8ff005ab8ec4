import JSONText
import Tensors

/// One tensor's line of a safetensors header, before it is checked against the file.
struct SafetensorsEntry {
  private let name: String
  private let path: String
  private let place: Int
  private var type: ScalarType?
  private var shape: [Int]?
  private var offsets: [Int]?

  /// Reads the object that follows a tensor's name.
  init(_ json: inout JSONReader, name: String, path: String) throws(JSONError) {
    self.name = name
    self.path = path
    place = json.offset
    try json.readObject { json, key throws(JSONError) in
      switch key {
      case "dtype": type = try Self.type(&json, of: name)
      case "shape": shape = try Self.counts(&json, atMost: 64)
      case "data_offsets": offsets = try Self.counts(&json, atMost: 2)
      default: throw json.error("tensor '\(name)' has an unknown key '\(key)'")
      }
    }
  }

  private static func type(
    _ json: inout JSONReader, of name: String
  ) throws(JSONError) -> ScalarType {
    let text = try json.readText()
    guard let type = ScalarType(rawValue: text), !type.hasScales,
      type != .complex128
    else {
      throw json.error(
        "tensor '\(name)' is stored as '\(text)', which Thresher does not read",
        code: .unsupported)
    }
    return type
  }

  private static func counts(
    _ json: inout JSONReader, atMost limit: Int
  ) throws(JSONError) -> [Int] {
    var counts: [Int] = []
    try json.readArray { json throws(JSONError) in
      guard counts.count < limit else { throw json.error("expected at most \(limit) numbers here") }
      counts.append(try json.readCount())
    }
    return counts
  }

  /// The tensor, once its offsets agree with its shape and the file.
  ///
  /// - Parameters:
  ///   - base: The byte that offsets count from.
  ///   - byteCount: How many bytes follow it.
  /// - Returns: What the file says of the tensor.
  /// - Throws: `CheckpointError` with code `.malformed`, or `.truncated` when the file is too short.
  func info(base: Int, byteCount: Int) throws(CheckpointError) -> TensorInfo {
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw error(.malformed, "lacks a dtype, a shape or two data_offsets")
    }
    guard offsets[0] <= offsets[1], offsets[1] - offsets[0] == type.byteCount(shape: shape) else {
      throw error(
        .malformed,
        "has data_offsets \(offsets), which do not fit \(type.rawValue) of shape \(shape)")
    }
    guard offsets[1] <= byteCount else {
      throw error(
        .truncated,
        "ends \(offsets[1]) bytes after the header, but the file has only \(byteCount) there; "
          + "copy or download it again")
    }
    return TensorInfo(
      name: name, type: type, shape: shape, path: path,
      byteRange: base + offsets[0]..<base + offsets[1])
  }

  private func error(_ code: CheckpointError.Code, _ message: String) -> CheckpointError {
    CheckpointError(
      code: code, message: "tensor '\(name)' \(message)", path: path, byteOffset: place)
  }
}
