import Glibc

/// Reads a file of at most `maximumByteCount` bytes.
///
/// - Throws: `CorpusError` with code `.unreadable` or `.tooLarge`.
func readFile(_ path: String, maximumByteCount: Int) throws(CorpusError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw CorpusError(errno: errno, doing: "open", path: path) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else {
    throw CorpusError(errno: errno, doing: "examine", path: path)
  }
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw CorpusError(
      code: .unreadable, message: "expected a regular file, found a folder or device", path: path)
  }
  let byteCount = Int(status.st_size)
  guard byteCount <= maximumByteCount else {
    throw CorpusError(
      code: .tooLarge,
      message: "expected a document of at most \(maximumByteCount) bytes, found \(byteCount); "
        + "split it or leave it out", path: path)
  }
  return try readAll(descriptor, byteCount: byteCount, path: path)
}

/// Reads what an open file holds, which may have grown shorter since it was measured.
private func readAll(
  _ descriptor: Int32, byteCount: Int, path: String
) throws(CorpusError) -> [UInt8] {
  var failure: Int32 = 0
  let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
    count = 0
    while count < byteCount {
      let taken = read(descriptor, buffer.baseAddress.map { $0 + count }, byteCount - count)
      if taken < 0 && errno == EINTR { continue }
      if taken < 0 { failure = errno }
      if taken <= 0 { break }
      count += taken
    }
  }
  guard failure == 0 else { throw CorpusError(errno: failure, doing: "read", path: path) }
  return bytes
}

extension CorpusError {
  /// Makes an error from the system's error number.
  init(errno number: Int32, doing verb: String, path: String) {
    let reason = strerror(number).map { String(cString: $0) } ?? "error \(number)"
    self.init(code: .unreadable, message: "cannot \(verb) it: \(reason)", path: path)
  }
}
