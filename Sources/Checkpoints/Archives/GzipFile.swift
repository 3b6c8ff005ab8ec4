import Tensors

extension MappedFile {
  /// The bytes of a file of weights, unpacked where gzip has packed them.
  ///
  /// Weights hardly pack, so a file that unpacks to far more than its own length is taken for
  /// nonsense long before it fills the disk.
  ///
  /// - Parameter path: The file, for messages.
  /// - Returns: A file of the unpacked bytes, or this one.
  /// - Throws: `CheckpointError` when it cannot be unpacked.
  func unpacked(path: String) throws(CheckpointError) -> MappedFile {
    guard span.isGzip else { return self }
    let inflation = try Inflation(gzip: self, path: path)
    var copy = try NamelessFile()
    while let chunk = try inflation.next() {
      try copy.write(chunk.span)
      guard copy.byteCount <= 1 << 26 + 20 * inflation.usedByteCount else {
        throw CheckpointError(
          code: .malformed,
          message: "expected packed weights, found \(copy.byteCount) bytes in the first "
            + "\(inflation.usedByteCount), as no weights pack", path: path,
          byteOffset: inflation.usedByteCount)
      }
    }
    return try copy.map()
  }
}

extension RawSpan {
  /// Whether a file begins as gzip's do.
  var isGzip: Bool { byteCount >= 3 && self[0] == 0x1F && self[1] == 0x8B && self[2] == 8 }

  /// Whether a file begins as zip archives do.
  var isZip: Bool { byteCount >= 4 && self[0] == 0x50 && self[1] == 0x4B && self[2] == 3 }
}
