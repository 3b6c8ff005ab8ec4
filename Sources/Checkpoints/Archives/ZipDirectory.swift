import Tensors

/// The entries of a zip file, each with the place of its bytes.
///
/// `torch.save` stores entries as they are, at multiples of 64 bytes, so that they can be mapped.
///
/// Source: PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5.3.
struct ZipDirectory: Sendable {
  /// The names, in the directory's order.
  let names: [String]

  private let entries: [String: ZipEntry]
  private let path: String

  /// Reads the directory at the end of a file's bytes.
  init(_ file: MappedFile, path: String) throws(CheckpointError) {
    var cursor = try Self.directory(file.span, path: path)
    var entries: [String: ZipEntry] = [:]
    var names: [String] = []
    while cursor.remaining > 0 {
      let entry = try ZipEntry(&cursor, of: file)
      guard entries.updateValue(entry, forKey: entry.name) == nil else {
        throw cursor.error(.malformed, "the archive has two entries named '\(entry.name)'")
      }
      names.append(entry.name)
    }
    self.names = names
    self.entries = entries
    self.path = path
  }

  /// The bytes of an entry.
  ///
  /// - Parameter name: The entry's name.
  /// - Returns: Where they lie, and how they are packed.
  /// - Throws: `CheckpointError` when there is no such entry, or it is packed in a way not known.
  func part(_ name: String) throws(CheckpointError) -> FilePart {
    guard let entry = entries[name] else {
      throw CheckpointError(
        code: .malformed, message: "the archive has no entry '\(name)'", path: path)
    }
    guard let part = entry.part else {
      throw CheckpointError(
        code: .unsupported,
        message: "entry '\(name)' is packed by another method than deflate; save it anew",
        path: path)
    }
    return part
  }

  /// A cursor at the first entry of the directory, which ends where the directory does.
  @_lifetime(copy file)
  private static func directory(
    _ file: RawSpan, path: String
  ) throws(CheckpointError) -> ByteCursor {
    let last = file.byteCount - 22
    guard last >= 0,
      let end = (max(0, last - 65_535)...last).reversed().first(where: { place in
        signature(file, place) == 0x0605_4B50
      })
    else {
      throw CheckpointError(
        code: .truncated,
        message: "expected a zip file's directory at the end; copy or download the file again",
        path: path, byteOffset: file.byteCount)
    }
    var record = ByteCursor(file, path: path, offset: end + 12)
    var length = UInt64(try record.take(UInt32.self, for: "the directory's length"))
    var start = UInt64(try record.take(UInt32.self, for: "the directory's place"))
    if start == 0xFFFF_FFFF || length == 0xFFFF_FFFF {
      (length, start) = try wideDirectory(file, path: path, before: end)
    }
    guard start <= UInt64(end), length <= UInt64(end) - start else {
      throw record.error(.malformed, "the zip directory lies outside the file", at: end)
    }
    return ByteCursor(file.extracting(0..<Int(start + length)), path: path, offset: Int(start))
  }

  /// The directory's length and place in the 64-bit record that a locator before the end points to.
  private static func wideDirectory(
    _ file: RawSpan, path: String, before end: Int
  ) throws(CheckpointError) -> (length: UInt64, start: UInt64) {
    var locator = ByteCursor(file, path: path, offset: max(0, end - 12))
    let place = try locator.take(UInt64.self, for: "the 64-bit record's place")
    guard place <= UInt64(max(0, end - 56)), signature(file, Int(place)) == 0x0606_4B50 else {
      throw locator.error(.malformed, "expected a 64-bit zip directory", at: end)
    }
    var record = ByteCursor(file, path: path, offset: Int(place) + 40)
    let length = try record.take(UInt64.self, for: "the directory's length")
    return (length, try record.take(UInt64.self, for: "the directory's place"))
  }

  /// The four bytes at a place, as records begin with; 0 where there are not four.
  private static func signature(_ file: RawSpan, _ place: Int) -> UInt32 {
    guard place >= 0 && place <= file.byteCount - 4 else { return 0 }
    return unsafe UInt32(
      littleEndian: file.unsafeLoadUnaligned(fromByteOffset: place, as: UInt32.self))
  }
}
