import Tensors

/// A run of bytes of a file of weights, as they lie there or packed by deflate.
struct FilePart: Sendable {
  let file: MappedFile

  /// Where in the file the bytes lie, packed or not.
  let byteRange: Range<Int>

  /// How an archive packed them; nil where they are as they were.
  let packing: Packing?

  /// What an archive says of bytes that it packed.
  struct Packing: Sendable {
    /// How many bytes there are once unpacked.
    let byteCount: Int

    /// The CRC-32 of these.
    let checksum: UInt32
  }

  /// The bytes as they lie in a file.
  init(_ file: MappedFile, _ byteRange: Range<Int>, packing: Packing? = nil) {
    self.file = file
    self.byteRange = byteRange
    self.packing = packing
  }

  /// How many bytes there are once unpacked.
  var byteCount: Int { packing?.byteCount ?? byteRange.count }

  /// The same bytes where they can be mapped: here, or in a nameless file that they are unpacked to.
  ///
  /// - Parameter path: The archive, for messages.
  /// - Returns: The part, not packed.
  /// - Throws: `CheckpointError` when they are not what the archive says.
  func unpacked(path: String) throws(CheckpointError) -> FilePart {
    guard let packing else { return self }
    let inflation = try Inflation(deflated: self, packing, path: path)
    var copy = try NamelessFile()
    while let chunk = try inflation.next() {
      guard chunk.count <= packing.byteCount - copy.byteCount else { break }
      try copy.write(chunk.span)
    }
    guard copy.byteCount == packing.byteCount, inflation.isFinished else {
      throw CheckpointError(
        code: .malformed,
        message: "an entry of \(packing.byteCount) bytes unpacks to another number; copy or "
          + "download it again", path: path, byteOffset: byteRange.lowerBound)
    }
    return FilePart(try copy.map(), 0..<packing.byteCount)
  }

  /// The first bytes, fewer where there are not so many.
  func head(_ count: Int, path: String) throws(CheckpointError) -> [UInt8] {
    guard let packing else {
      let head = file.span.extracting(byteRange.prefix(count))
      return (0..<head.byteCount).map { head[$0] }
    }
    let inflation = try Inflation(deflated: self, packing, path: path)
    var head: [UInt8] = []
    while head.count < count, let chunk = try inflation.next() { head += chunk }
    return Array(head.prefix(count))
  }
}
