import Glibc

/// A file being written under a temporary name, which gets its own name when it is whole.
///
///     var file = try AtomicFile(path: "weights.safetensors")
///     try file.write(header.span.bytes)
///     try file.commit()
///
/// Until `commit()` returns, a file that had the name before is untouched; if it is never called,
/// what was written is removed.
public struct AtomicFile: ~Copyable {
  /// The file's name once it is whole.
  public let path: String

  /// Where it is written: in the same folder, so that renaming it is one step.
  private let temporaryPath: String

  private let descriptor: Int32
  private var isCommitted = false

  /// Creates the file under a temporary name.
  ///
  /// - Throws: `FileError` when the folder is missing or may not be written.
  public init(path: String) throws(FileError) {
    self.path = path
    let mark = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    temporaryPath = "\(path).\(mark).partial"
    descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(errno: errno, doing: "create", path: path) }
  }

  deinit {
    close(descriptor)
    if !isCommitted { unlink(temporaryPath) }
  }

  /// Writes bytes after those written before.
  ///
  /// - Throws: `FileError`, such as for a full disk.
  public mutating func write(_ bytes: RawSpan) throws(FileError) {
    var written = 0
    while written < bytes.byteCount {
      let rest = bytes.extracting(droppingFirst: written)
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw FileError(errno: errno, doing: "write", path: path) }
      written += count
    }
  }

  /// Brings the file to the disk and gives it its name.
  ///
  /// - Throws: `FileError`, and leaves nothing behind.
  public mutating func commit() throws(FileError) {
    precondition(!isCommitted, "AtomicFile: \(path) is committed already")
    guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
      throw FileError(errno: errno, doing: "write", path: path)
    }
    isCommitted = true
  }
}
