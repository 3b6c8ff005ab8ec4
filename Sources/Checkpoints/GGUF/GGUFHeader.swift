import Tensors

/// What stands at the head of a GGUF file.
///
///     "GGUF"  version: u32  tensor count: u64  pair count: u64
///     pairs   key: text, type: u32, value
///     tensors name: text, rank: u32, lengths: u64 each, type: u32, offset: u64
///
/// The tensors' bytes follow at the next multiple of `general.alignment`, 32 if it is not given;
/// offsets count from there. Lengths stand innermost first, and are turned round here.
///
/// Source: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>, versions 2 and 3.
struct GGUFHeader {
  let version: Int
  let metadata: [String: MetadataValue]
  let tensors: [TensorInfo]

  /// Reads the header of a file's bytes, and checks it against their number.
  init(_ file: RawSpan, path: String) throws(CheckpointError) {
    var cursor = ByteCursor(file, path: path)
    version = try Self.readVersion(&cursor)
    let tensorCount = try cursor.take(UInt64.self, for: "the number of tensors")
    let pairCount = try cursor.take(UInt64.self, for: "the number of metadata pairs")
    metadata = try Self.readMetadata(&cursor, count: pairCount)
    var entries: [GGUFEntry] = []
    for _ in 0..<tensorCount { entries.append(try GGUFEntry(&cursor)) }
    let base = try Self.dataStart(after: cursor, metadata: metadata)
    var tensors: [TensorInfo] = []
    for entry in entries {
      tensors.append(try entry.info(path: path, base: base, byteCount: file.byteCount))
    }
    try refuseOverlaps(tensors)
    self.tensors = tensors
  }

  private static func readVersion(_ cursor: inout ByteCursor) throws(CheckpointError) -> Int {
    let magic = try cursor.take(4, for: "a GGUF file's mark")
    guard cursor.text(magic) == "GGUF" else {
      throw cursor.error(.malformed, "expected the mark 'GGUF'; this is no GGUF file", at: 0)
    }
    let version = try cursor.take(UInt32.self, for: "the version")
    guard version == 2 || version == 3 else {
      let isSwapped = version.byteSwapped == 2 || version.byteSwapped == 3
      let found = isSwapped ? "a big-endian file" : "version \(version)"
      throw cursor.error(
        .unsupported, "expected GGUF version 2 or 3, little-endian; found \(found)", at: 4)
    }
    return Int(version)
  }

  private static func readMetadata(
    _ cursor: inout ByteCursor, count: UInt64
  ) throws(CheckpointError) -> [String: MetadataValue] {
    var metadata: [String: MetadataValue] = [:]
    for _ in 0..<count {
      let place = cursor.offset
      let key = try cursor.ggufText("a metadata key")
      let value = try cursor.ggufValue()
      guard metadata.updateValue(value, forKey: key) == nil else {
        throw cursor.error(.malformed, "the metadata has the key '\(key)' twice", at: place)
      }
    }
    return metadata
  }

  /// The first byte that offsets count from.
  private static func dataStart(
    after cursor: borrowing ByteCursor, metadata: [String: MetadataValue]
  ) throws(CheckpointError) -> Int {
    let key = "general.alignment"
    let value = metadata[key] ?? .integer(32)
    guard let alignment = value.integerValue, alignment > 0 && alignment <= 1 << 20 else {
      throw cursor.error(.malformed, "'\(key)' is \(value), expected a number from 1 to 2^20")
    }
    return (cursor.offset + alignment - 1) / alignment * alignment
  }
}
