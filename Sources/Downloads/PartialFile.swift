import Digests
import Glibc

/// A file under a temporary name that grows, perhaps over several runs, until it is whole.
///
/// Unlike a file that is written at once, it stays where it is when something fails, so that the
/// next attempt goes on from its end.
final class PartialFile {
  /// The file's temporary name.
  let path: String

  /// How many bytes it has.
  private(set) var byteCount: Int

  private let descriptor: Int32

  /// Opens the file, or creates it.
  init(path: String) throws(DownloadError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw DownloadError(doing: "create", path: path) }
    byteCount = Int(lseek(descriptor, 0, SEEK_END))
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw DownloadError(
        code: .unusableFile, message: "another program is downloading this; let it end first",
        subject: path)
    }
  }

  deinit { close(descriptor) }

  /// Writes bytes at the end.
  func append(_ bytes: RawSpan) throws(DownloadError) {
    var written = 0
    while written < bytes.byteCount {
      let rest = bytes.extracting(droppingFirst: written)
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw DownloadError(doing: "write", path: path) }
      written += count
      byteCount += count
    }
  }

  /// Forgets all bytes.
  func clear() throws(DownloadError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw DownloadError(doing: "empty", path: path)
    }
    byteCount = 0
  }

  /// Removes the file.
  func discard() { unlink(path) }

  /// Makes sure that the file has the expected length and digest.
  ///
  /// - Parameters:
  ///   - length: How many bytes it must have; nil when that is not known.
  ///   - sha256: What it must hash to; nil when that is not known.
  ///   - subject: The address or file that the bytes came from.
  /// - Throws: `DownloadError` with code `.wrongContents`; the file is gone then.
  func verify(length: Int?, sha256: String?, from subject: String) throws(DownloadError) {
    if let length, length != byteCount {
      throw refusal("expected \(length) bytes, found \(byteCount)", subject)
    }
    guard let sha256 else { return }
    let found = try digest()
    guard found == sha256 else {
      throw refusal("expected the SHA-256 \(sha256), found \(found)", subject)
    }
  }

  /// Brings the file to the disk and gives it its name.
  func commit(as name: String) throws(DownloadError) {
    guard fsync(descriptor) == 0 else { throw DownloadError(doing: "write", path: path) }
    try renameFile(path, to: name)
  }

  private func digest() throws(DownloadError) -> String {
    do { return try SHA256.ofFile(path) } catch {
      throw DownloadError(code: .unusableFile, message: error.message, subject: path)
    }
  }

  private func refusal(_ message: String, _ subject: String) -> DownloadError {
    discard()
    return DownloadError(
      code: .wrongContents, message: "\(message); what arrived was thrown away, run this again",
      subject: subject)
  }
}
