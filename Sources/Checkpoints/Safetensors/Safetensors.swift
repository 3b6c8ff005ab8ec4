public import Tensors

/// Writes safetensors files.
///
/// A file depends on its contents alone: tensors lie in the order of the reference library (the
/// widest type first, then by name), metadata is sorted, and the header is padded with spaces to a
/// multiple of 8 bytes, so that every float32 is aligned for mapping.
public enum Safetensors {
  /// Writes tensors to a file, which gets its name only when it is whole.
  ///
  /// - Parameters:
  ///   - tensors: The tensors, by names that are all different.
  ///   - format: How their values are stored.
  ///   - metadata: What the file says of itself.
  ///   - path: The file; one that is there already is replaced.
  /// - Throws: `CheckpointError` with code `.unusableFile`, such as for a full disk.
  public static func write(
    _ tensors: [(String, Tensor)], storedAs format: FloatFormat = .float32,
    metadata: [String: String] = [:], to path: String
  ) throws(CheckpointError) {
    let items = tensors.map { SafetensorsItem($0.0, $0.1, storedAs: format) }
    try write(items, metadata: metadata, to: path)
  }

  /// Writes tensors of several types to a file, which gets its name only when it is whole.
  ///
  /// - Parameters:
  ///   - items: The tensors, by names that are all different.
  ///   - metadata: What the file says of itself.
  ///   - path: The file; one that is there already is replaced.
  /// - Throws: `CheckpointError` with code `.unusableFile`, such as for a full disk.
  public static func write(
    _ items: [SafetensorsItem], metadata: [String: String] = [:], to path: String
  ) throws(CheckpointError) {
    let names = Set(items.map(\.name))
    precondition(
      names.count == items.count && !names.contains("__metadata__"),
      "Safetensors: names must differ, and '__metadata__' is taken: \(items.map(\.name))")
    let sorted = items.sorted {
      $0.rank == $1.rank ? isBefore($0.name, $1.name) : $0.rank > $1.rank
    }
    do throws(FileError) {
      var file = try AtomicFile(path: path)
      try unsafe file.write(header(sorted, metadata: metadata).span.bytes)
      for item in sorted {
        try item.forEachPiece { piece throws(FileError) in try file.write(piece) }
      }
      try file.commit()
    } catch {
      throw CheckpointError(error)
    }
  }

  /// The length and the JSON object that open a file.
  private static func header(
    _ items: [SafetensorsItem], metadata: [String: String]
  ) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { isBefore($0.key, $1.key) }
        .map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for item in items {
      let shape = item.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(item.name)):{\"dtype\":\"\(item.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(offset + item.byteCount)]}")
      offset += item.byteCount
    }
    var json = Array("{\(members.joined(separator: ","))}".utf8)
    json += repeatElement(0x20, count: (8 - json.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
  }
}

/// A JSON string of the given text.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\u{8}": result += "\\b"
    case "\u{C}": result += "\\f"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\0"..<" ":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// Whether one name comes before another, compared byte by byte.
private func isBefore(_ a: String, _ b: String) -> Bool {
  a.utf8.lexicographicallyPrecedes(b.utf8)
}
