import Glibc
import Tensors

/// A file without a name, for bytes that a file of weights holds packed.
///
/// It lies in the folder of temporary files (`TMPDIR`, else `/tmp`), and is gone with the last
/// mapping of it, however the program ends.
struct NamelessFile: ~Copyable {
  private let descriptor: Int32
  private let folder: String

  /// How many bytes have been written.
  private(set) var byteCount = 0

  /// Makes an empty file.
  init() throws(CheckpointError) {
    folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var name = "\(folder)/thresher-XXXXXX".utf8CString
    descriptor = unsafe name.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return -1 }
      let descriptor = unsafe mkstemp(base)
      if descriptor >= 0 { unsafe unlink(base) }
      return descriptor
    }
    guard descriptor >= 0 else { throw failure("create a file there to unpack to") }
  }

  deinit { close(descriptor) }

  /// Writes bytes after those written before.
  mutating func write(_ bytes: Span<UInt8>) throws(CheckpointError) {
    var written = 0
    while written < bytes.count {
      let rest = bytes.extracting(droppingFirst: written)
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure("unpack to a file there") }
      written += count
    }
    byteCount += written
  }

  /// The bytes, mapped.
  consuming func map() throws(CheckpointError) -> MappedFile {
    try .open("/proc/self/fd/\(descriptor)")
  }

  private func failure(_ verb: String) -> CheckpointError {
    CheckpointError(FileError(errno: errno, doing: verb, path: folder))
  }
}
