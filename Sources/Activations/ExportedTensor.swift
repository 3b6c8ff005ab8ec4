import Tensors

/// A tensor of a harvest, which is read as it is written elsewhere.
struct ExportedTensor {
  /// Its name, which needs no escape in JSON: sites with other letters are refused.
  let name: String

  /// Its safetensors type.
  let type: String

  let elementByteCount: Int
  let shape: () throws(ActivationError) -> [Int]
  private let pieces: ((RawSpan) throws -> Void) throws -> Void

  /// Hands its bytes over, little-endian, a piece at a time.
  func write(_ body: (RawSpan) throws -> Void) throws { try pieces(body) }

  /// The rows of a site.
  static func site(_ name: String, format: FloatFormat, in harvest: HarvestFolder) -> Self {
    let types: [FloatFormat: String] = [.float32: "F32", .float16: "F16", .bfloat16: "BF16"]
    return Self(
      name: name, type: types[format] ?? "F32", elementByteCount: format.byteCount,
      shape: { () throws(ActivationError) in [harvest.rowCount, try harvest.width(of: name)] },
      pieces: { body in
        let blockRows = max(1, (1 << 20) / max(1, try harvest.width(of: name)))
        for start in stride(from: 0, to: harvest.rowCount, by: blockRows) {
          let rows = try harvest.rows(
            start..<min(start + blockRows, harvest.rowCount), of: name)
          var bytes = [UInt8](repeating: 0, count: rows.count * format.byteCount)
          var elements = bytes.mutableSpan
          var target = elements.mutableBytes
          format.encode(rows.span, into: &target)
          try body(bytes.span.bytes)
        }
      })
  }

  /// The tokens, and where each row was taken; none of a harvest that doesn't say.
  static func index(of harvest: HarvestFolder) throws -> [Self] {
    guard let count = try? harvest.sequenceCount,
      (try? harvest.positions(0..<min(1, harvest.rowCount))) != nil
    else { return [] }
    let contextSize = harvest.manifest.contextSize
    let tokens = Self(
      name: "tokens", type: "I32", elementByteCount: 4, shape: { [count, contextSize] },
      pieces: { body in
        for start in stride(from: 0, to: count, by: 1024) {
          let sequences = try harvest.tokens(ofSequences: start..<min(start + 1024, count))
          let padded = sequences.flatMap { tokens in
            (tokens + Array(repeating: -1, count: contextSize - tokens.count)).map {
              Int32(truncatingIfNeeded: $0).littleEndian
            }
          }
          try body(padded.span.bytes)
        }
      })
    return [
      tokens, column("rows.sequence", of: harvest, \.sequence),
      column("rows.position", of: harvest, \.position),
    ]
  }

  private static func column(
    _ name: String, of harvest: HarvestFolder, _ value: @escaping (RowPosition) -> Int
  ) -> Self {
    Self(
      name: name, type: "I32", elementByteCount: 4, shape: { [harvest.rowCount] },
      pieces: { body in
        for start in stride(from: 0, to: harvest.rowCount, by: 1 << 16) {
          let places = try harvest.positions(start..<min(start + (1 << 16), harvest.rowCount))
          let numbers = places.map { Int32(truncatingIfNeeded: value($0)).littleEndian }
          try body(numbers.span.bytes)
        }
      })
  }
}
