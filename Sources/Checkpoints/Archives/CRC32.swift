/// The checksum of zip files.
///
/// Source: ISO 3309; RFC 1952, section 8.
struct CRC32 {
  private var state: UInt32 = .max

  /// The checksum of the bytes so far.
  var value: UInt32 { ~state }

  /// Takes bytes after those before.
  mutating func update(_ bytes: RawSpan) {
    let table = Self.table.span
    var state = state
    for place in bytes.byteOffsets {
      state = table[Int(UInt8(truncatingIfNeeded: state) ^ bytes[place])] ^ state >> 8
    }
    self.state = state
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xEDB8_8320
    }
  }
}
