import Glibc

/// The lines of a source of bytes.
///
/// At most one line is held, and of one that is longer than the limit no more than that.
final class LineBuffer {
  /// A line.
  enum Line {
    /// Its bytes, without its end.
    case whole(ArraySlice<UInt8>)
    /// One longer than the limit: its length.
    case tooLong(Int)
  }

  private static let usualByteCount = 1 << 18

  private let source: any ByteSource
  private let limit: Int
  private var bytes = [UInt8](repeating: 0, count: usualByteCount)
  private var start = 0
  private var end = 0

  /// How many bytes lie behind, the ends of lines among them.
  private(set) var offset: Int

  /// Makes a reader of a source that is at `offset`.
  init(_ source: any ByteSource, offset: Int, limit: Int) {
    self.source = source
    self.offset = offset
    self.limit = limit
  }

  /// Reads the next line.
  ///
  /// - Returns: The line; nil behind the last.
  /// - Throws: What reading throws; a line that breaks off at a fault is lost.
  func next() throws(CorpusError) -> Line? {
    var searched = start
    while true {
      if let newline = firstNewline(from: searched) { return take(to: newline, ending: 1) }
      searched = end
      if end - start > limit { return try passLongLine() }
      guard try fill(&searched) else { break }
    }
    return start < end ? take(to: end, ending: 0) : nil
  }

  private func take(to stop: Int, ending: Int) -> Line {
    defer {
      offset += stop + ending - start
      start = stop + ending
    }
    guard stop - start <= limit else { return .tooLong(stop - start) }
    let hasReturn = stop > start && bytes[stop - 1] == ASCII.carriageReturn
    return .whole(bytes[start..<(hasReturn ? stop - 1 : stop)])
  }

  private func passLongLine() throws(CorpusError) -> Line {
    var length = 0
    while true {
      if let newline = firstNewline(from: start) {
        length += newline - start
        offset += newline + 1 - start
        start = newline + 1
        return .tooLong(length)
      }
      length += end - start
      offset += end - start
      (start, end) = (0, 0)
      var searched = 0
      guard try fill(&searched) else { return .tooLong(length) }
    }
  }

  /// Reads more bytes behind those there are; false at the source's end.
  private func fill(_ searched: inout Int) throws(CorpusError) -> Bool {
    if start > 0 {
      searched -= start
      moveToFront()
    }
    if end == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
    let room = end
    let result = bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(CorpusError) in
        try source.read(UnsafeMutableRawBufferPointer(rebasing: buffer[room...]))
      }
    }
    let count = try result.get()
    end += count
    return count > 0
  }

  /// Makes room behind what is left; a buffer that one long line has swollen shrinks again.
  private func moveToFront() {
    if bytes.count > 16 * Self.usualByteCount && end - start < Self.usualByteCount {
      bytes = Array(bytes[start..<end]) + [UInt8](repeating: 0, count: Self.usualByteCount)
      (start, end) = (0, end - start)
      return
    }
    bytes.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      memmove(base, base + start, end - start)
    }
    (start, end) = (0, end - start)
  }

  private func firstNewline(from index: Int) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard index < end, let base = buffer.baseAddress,
        let found = memchr(base + index, Int32(ASCII.newline), end - index)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
