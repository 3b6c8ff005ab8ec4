import Tensors

/// One entry of a zip file's directory.
struct ZipEntry: Sendable {
  let name: String

  /// Its bytes; nil where they are packed by another method than deflate.
  let part: FilePart?

  /// Reads the entry where a cursor stands in the directory of a file, and finds its bytes.
  init(_ cursor: inout ByteCursor, of file: MappedFile) throws(CheckpointError) {
    let place = cursor.offset
    guard try cursor.take(UInt32.self, for: "a zip entry") == 0x0201_4B50 else {
      throw cursor.error(.malformed, "expected an entry of the zip directory", at: place)
    }
    _ = try cursor.take(6, for: "a zip entry")
    let method = try cursor.take(UInt16.self, for: "an entry's method")
    _ = try cursor.take(4, for: "a zip entry")
    let checksum = try cursor.take(UInt32.self, for: "an entry's checksum")
    let stored = try cursor.take(UInt32.self, for: "an entry's length")
    let length = try cursor.take(UInt32.self, for: "an entry's length")
    let nameLength = try cursor.take(UInt16.self, for: "a name's length")
    let extraLength = try cursor.take(UInt16.self, for: "the length of an entry's fields")
    let commentLength = try cursor.take(UInt16.self, for: "a comment's length")
    _ = try cursor.take(8, for: "a zip entry")
    let start = try cursor.take(UInt32.self, for: "an entry's place")
    name = cursor.text(try cursor.take(UInt64(nameLength), for: "an entry's name"))
    let extra = try cursor.take(UInt64(extraLength), for: "an entry's fields")
    _ = try cursor.take(UInt64(commentLength), for: "an entry's comment")
    let wide = try Self.widened([length, stored, start], in: file.span, extra, path: cursor.path)
    let range = try Self.data(of: file.span, header: wide[2], byteCount: wide[1], path: cursor.path)
    switch method {
    case 0:
      guard wide[0] == wide[1] else { throw cursor.lie(name, wide[0], in: range) }
      part = FilePart(file, range)
    case 8:
      // Deflate makes at most 1,032 bytes of one.
      guard wide[0] <= 1040 * UInt64(range.count) + 1024 else {
        throw cursor.lie(name, wide[0], in: range)
      }
      part = FilePart(file, range, packing: .init(byteCount: Int(wide[0]), checksum: checksum))
    default: part = nil
    }
  }

  /// The numbers of an entry: where one is all ones, the next of the 64-bit field stands for it.
  private static func widened(
    _ numbers: [UInt32], in file: RawSpan, _ extra: Range<Int>, path: String
  ) throws(CheckpointError) -> [UInt64] {
    var cursor = ByteCursor(
      file.extracting(0..<extra.upperBound), path: path, offset: extra.lowerBound)
    var wide: [UInt64] = []
    while cursor.remaining >= 4 {
      let kind = try cursor.take(UInt16.self, for: "a field")
      let length = try cursor.take(UInt16.self, for: "a field's length")
      guard kind != 1 else { break }
      _ = try cursor.take(UInt64(length), for: "a field")
    }
    for number in numbers {
      wide.append(
        number < .max
          ? UInt64(number) : try cursor.take(UInt64.self, for: "a 64-bit length or place"))
    }
    return wide
  }

  /// Where the bytes lie that follow an entry's own header.
  private static func data(
    of file: RawSpan, header: UInt64, byteCount: UInt64, path: String
  ) throws(CheckpointError) -> Range<Int> {
    var cursor = ByteCursor(file, path: path)
    _ = try cursor.take(header, for: "what precedes an entry")
    guard try cursor.take(UInt32.self, for: "an entry's header") == 0x0403_4B50 else {
      throw cursor.error(.malformed, "expected an entry's header", at: cursor.offset - 4)
    }
    _ = try cursor.take(22, for: "an entry's header")
    let nameLength = try cursor.take(UInt16.self, for: "a name's length")
    let extraLength = try cursor.take(UInt16.self, for: "the length of an entry's fields")
    _ = try cursor.take(UInt64(nameLength) + UInt64(extraLength), for: "an entry's header")
    return try cursor.take(byteCount, for: "an entry")
  }
}

extension ByteCursor {
  fileprivate func lie(_ name: String, _ byteCount: UInt64, in range: Range<Int>) -> CheckpointError
  {
    error(
      .malformed, "entry '\(name)' says it holds \(byteCount) bytes, but takes \(range.count)",
      at: range.lowerBound)
  }
}
