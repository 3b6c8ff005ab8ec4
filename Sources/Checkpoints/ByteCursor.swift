import Tensors

/// A place in a file's bytes that moves forward as they are read, and never past their end.
struct ByteCursor: ~Escapable {
  let bytes: RawSpan
  let path: String
  private(set) var offset: Int

  /// Makes a cursor that stands at `offset` of the bytes of the file at `path`.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, path: String, offset: Int = 0) {
    self.bytes = bytes
    self.path = path
    self.offset = min(max(offset, 0), bytes.byteCount)
  }

  /// How many bytes are left.
  var remaining: Int { bytes.byteCount - offset }

  /// The byte here; nil at the end.
  var next: UInt8? { offset < bytes.byteCount ? self[offset] : nil }

  /// The byte at a place, which must be inside the file.
  subscript(place: Int) -> UInt8 { bytes[place] }

  /// Moves over bytes that were looked at already.
  mutating func advance(by count: Int = 1) {
    precondition(count >= 0 && count <= remaining, "ByteCursor: \(count) of \(remaining) bytes")
    offset += count
  }

  /// Moves over bytes, all of which must be there.
  ///
  /// - Returns: Where they lie.
  mutating func take(_ count: UInt64, for what: String) throws(CheckpointError) -> Range<Int> {
    guard count <= UInt64(remaining) else {
      throw error(.truncated, "\(what) takes \(count) bytes, but the file has \(remaining) left")
    }
    let start = offset
    offset += Int(count)
    return start..<offset
  }

  /// Reads a little-endian number.
  mutating func take<Number: FixedWidthInteger & BitwiseCopyable>(
    _: Number.Type, for what: String
  ) throws(CheckpointError) -> Number {
    let range = try take(UInt64(MemoryLayout<Number>.size), for: what)
    let number = unsafe bytes.unsafeLoadUnaligned(
      fromByteOffset: range.lowerBound, as: Number.self)
    return Number(littleEndian: number)
  }

  /// The text in a range; bytes that are no UTF-8 become U+FFFD.
  func text(_ range: Range<Int>) -> String {
    bytes.extracting(range).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// An error at this place, or at another.
  func error(
    _ code: CheckpointError.Code, _ message: String, at place: Int? = nil
  ) -> CheckpointError {
    CheckpointError(code: code, message: message, path: path, byteOffset: place ?? offset)
  }
}
