import Archives
import Glibc

/// Bytes that are read one after another.
protocol ByteSource: AnyObject {
  /// Reads the next bytes.
  ///
  /// - Parameter buffer: Where they go.
  /// - Returns: How many there were; 0 at the end.
  /// - Throws: `CorpusError` with code `.unreadable` or `.brokenArchive`.
  func read(_ buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int

  /// Passes over bytes, as far as there are any.
  func skip(_ byteCount: Int) throws(CorpusError)
}

/// A file as it lies on disk.
final class PlainFile: ByteSource {
  private let descriptor: Int32
  private let path: String

  init(path: String) throws(CorpusError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CorpusError(errno: errno, doing: "open", path: path) }
  }

  deinit { close(descriptor) }

  func read(_ buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw CorpusError(errno: errno, doing: "read", path: path) }
    }
  }

  func skip(_ byteCount: Int) throws(CorpusError) {
    guard lseek(descriptor, byteCount, SEEK_CUR) >= 0 else {
      throw CorpusError(errno: errno, doing: "read", path: path)
    }
  }
}

/// An archive or compressed file, of which one entry is read at a time.
final class ArchiveSource: ByteSource {
  private var reader: ArchiveReader

  init(path: String, contents: ArchiveReader.Contents) throws(CorpusError) {
    do throws(ArchiveError) {
      reader = try ArchiveReader(path: path, contents: contents)
    } catch {
      throw CorpusError(error)
    }
  }

  /// How many bytes of the file have been read.
  var packedByteCount: Int { reader.packedByteCount }

  /// Moves to the next entry, and gives its name; nil behind the last.
  func nextEntry() throws(CorpusError) -> String? {
    do throws(ArchiveError) { return try reader.next() } catch { throw CorpusError(error) }
  }

  func read(_ buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
    do throws(ArchiveError) { return try reader.read(buffer) } catch { throw CorpusError(error) }
  }

  func skip(_ byteCount: Int) throws(CorpusError) {
    var left = byteCount
    while left > 0 {
      let count = try withScratch(min(left, 1 << 16)) { (buffer) throws(CorpusError) in
        try read(buffer)
      }
      guard count > 0 else { return }
      left -= count
    }
  }

  private func withScratch(
    _ byteCount: Int, _ body: (UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int
  ) throws(CorpusError) -> Int {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 16)
    defer { buffer.deallocate() }
    return try body(buffer)
  }
}

extension CorpusError {
  /// Makes an error of an archive's.
  init(_ error: ArchiveError) {
    self.init(
      code: .brokenArchive, message: error.message + "; fetch the file anew", path: error.path)
  }
}
