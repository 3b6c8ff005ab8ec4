import JSONText
import Tensors

/// What stands at the head of a safetensors file: 8 bytes of length, then a JSON object.
///
///     {"__metadata__": {"key": "text", …},
///      "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, …}
///
/// Offsets count from the header's end. As in the reference library, the tensors must fill the rest
/// of the file, without overlaps or gaps.
///
/// Source: <https://github.com/huggingface/safetensors#format>.
struct SafetensorsHeader {
  let tensors: [TensorInfo]
  let metadata: [String: String]

  /// The longest header that the reference library takes.
  private static let byteLimit: UInt64 = 100_000_000

  /// Reads the header of a file's bytes, and checks it against their number.
  init(_ file: RawSpan, path: String) throws(CheckpointError) {
    var cursor = ByteCursor(file, path: path)
    let length = try cursor.take(UInt64.self, for: "a safetensors file's header length")
    guard length <= Self.byteLimit else {
      throw cursor.error(
        .malformed,
        "a safetensors header of \(length) bytes passes the format's limit of \(Self.byteLimit); "
          + "is this a safetensors file?", at: 0)
    }
    let range = try cursor.take(length, for: "the safetensors header")
    let header = file.extracting(0..<range.upperBound)
    let (entries, metadata) = try Self.read(header, from: range.lowerBound, path: path)
    var found: [TensorInfo] = []
    for entry in entries {
      let rest = file.byteCount - range.upperBound
      found.append(try entry.info(base: range.upperBound, byteCount: rest))
    }
    self.metadata = metadata
    tensors = found.sorted { $0.byteRange.lowerBound < $1.byteRange.lowerBound }
    try refuseGaps(from: range.upperBound, to: file.byteCount, path: path)
  }

  private static func read(
    _ header: RawSpan, from start: Int, path: String
  ) throws(CheckpointError) -> ([SafetensorsEntry], [String: String]) {
    var entries: [SafetensorsEntry] = []
    var metadata: [String: String] = [:]
    do throws(JSONError) {
      var json = try JSONReader(Span(_bytes: header), from: start, path: path)
      try json.readObject { json, name throws(JSONError) in
        if name == "__metadata__" {
          metadata = try readMetadata(&json)
        } else {
          entries.append(try SafetensorsEntry(&json, name: name, path: path))
        }
      }
      try json.finish()
    } catch {
      throw CheckpointError(error)
    }
    return (entries, metadata)
  }

  private static func readMetadata(
    _ json: inout JSONReader
  ) throws(JSONError) -> [String: String] {
    var metadata: [String: String] = [:]
    try json.readObject { json, key throws(JSONError) in metadata[key] = try json.readText() }
    return metadata
  }

  private func refuseGaps(from start: Int, to end: Int, path: String) throws(CheckpointError) {
    try refuseOverlaps(tensors)
    var place = start
    for tensor in tensors where !tensor.byteRange.isEmpty {
      guard tensor.byteRange.lowerBound == place else {
        throw CheckpointError(
          code: .malformed, message: "no tensor holds the bytes before '\(tensor.name)'",
          path: path, byteOffset: place)
      }
      place = tensor.byteRange.upperBound
    }
    guard place == end else {
      throw CheckpointError(
        code: .malformed, message: "\(end - place) bytes follow the last tensor", path: path,
        byteOffset: place)
    }
  }
}
