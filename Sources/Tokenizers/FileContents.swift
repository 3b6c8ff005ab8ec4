import Glibc

/// The longest file that is read as a tokenizer's; the longest in use have some 35 MB.
private let byteLimit = 1 << 29

/// Every byte of a regular file.
func fileContents(_ path: String) throws(TokenizerError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw unreadable(path, "open") }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw unreadable(path, "examine") }
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw TokenizerError(
      code: .unreadable, message: "expected a regular file, found a folder or device", path: path)
  }
  guard status.st_size <= byteLimit else {
    throw TokenizerError(
      code: .unsupported,
      message: "expected a tokenizer of at most \(byteLimit) bytes, found \(status.st_size)",
      path: path)
  }
  return try contents(of: descriptor, count: Int(status.st_size), path)
}

/// Whether a path leads to something.
func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

private func contents(
  of descriptor: Int32, count: Int, _ path: String
) throws(TokenizerError) -> [UInt8] {
  var failed = false
  let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
    while filled < count {
      let got = read(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled)
      if got < 0 && errno == EINTR { continue }
      failed = got < 0
      guard got > 0 else { return }
      filled += got
    }
  }
  if failed { throw unreadable(path, "read") }
  return bytes
}

private func unreadable(_ path: String, _ verb: String) -> TokenizerError {
  let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
  return TokenizerError(code: .unreadable, message: "cannot \(verb) it: \(reason)", path: path)
}
