import Tensors

/// Writes a zip archive of entries that are stored as they are, each at a multiple of 64 bytes.
///
/// Every length and place is written in 64 bits, so that any size will do.
///
/// Source: PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5.3.
struct ZipWriter: ~Copyable {
  private var file: AtomicFile
  private var byteCount = 0
  private var directory: [UInt8] = []
  private var entryCount = 0

  /// Creates the archive under a temporary name.
  init(path: String) throws(FileError) { file = try AtomicFile(path: path) }

  /// Writes an array as the next entry.
  mutating func write(_ item: NumpyItem) throws(FileError) {
    let name = Array("\(item.name).npy".utf8)
    var checksum = CRC32()
    try item.forEachPiece { piece throws(FileError) in checksum.update(piece) }
    let fields = Fields(checksum: checksum.value, byteCount: item.byteCount)
    let start = byteCount
    let padding = (64 - (start + 30 + name.count + 24) % 64) % 64
    try write(number(0x0403_4B50) + fields.common(nameLength: name.count))
    try write(short(24 + padding) + name)
    // The 64-bit lengths, and a field of a kind that no reader knows, to fill up.
    try write(short(1) + short(16) + wide(item.byteCount) + wide(item.byteCount))
    try write(short(0xD935) + short(padding) + [UInt8](repeating: 0, count: padding))
    try item.forEachPiece { piece throws(FileError) in
      try file.write(piece)
    }
    byteCount += item.byteCount
    directory += number(0x0201_4B50) + short(45) + fields.common(nameLength: name.count)
    directory += short(28) + short(0) + short(0) + short(0) + number(0) + number(0xFFFF_FFFF)
    directory += name + short(1) + short(24)
    directory += wide(item.byteCount) + wide(item.byteCount) + wide(start)
    entryCount += 1
  }

  /// Writes the directory, and gives the archive its name.
  mutating func commit() throws(FileError) {
    let start = byteCount
    try write(directory)
    let end = byteCount
    try write(number(0x0606_4B50) + wide(44) + short(45) + short(45) + number(0) + number(0))
    try write(wide(entryCount) + wide(entryCount) + wide(directory.count) + wide(start))
    try write(number(0x0706_4B50) + number(0) + wide(end) + number(1))
    try write(number(0x0605_4B50) + short(0) + short(0) + short(0xFFFF) + short(0xFFFF))
    try write(number(0xFFFF_FFFF) + number(0xFFFF_FFFF) + short(0))
    try file.commit()
  }

  private mutating func write(_ bytes: [UInt8]) throws(FileError) {
    try unsafe file.write(bytes.span.bytes)
    byteCount += bytes.count
  }

  /// What an entry's own header and its line of the directory have in common.
  private struct Fields {
    let checksum: UInt32
    let byteCount: Int

    /// Version 4.5, names in UTF-8, stored, on 1 January 1980.
    func common(nameLength: Int) -> [UInt8] {
      short(45) + short(0x800) + short(0) + short(0) + short(0x21) + number(checksum)
        + number(0xFFFF_FFFF) + number(0xFFFF_FFFF) + short(nameLength)
    }
  }
}

private func short(_ value: Int) -> [UInt8] {
  [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
}

private func number(_ value: UInt32) -> [UInt8] {
  (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

private func wide(_ value: Int) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
