import Glibc

extension SHA256 {
  /// The digest of a file, read a megabyte at a time.
  public static func ofFile(_ path: String) throws(DigestError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DigestError(doing: "open", path: path) }
    defer { close(descriptor) }
    posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_SEQUENTIAL))
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
    defer { piece.deallocate() }
    var digest = SHA256()
    while true {
      let count = read(descriptor, piece.baseAddress, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw DigestError(doing: "read", path: path) }
      guard count > 0 else { return digest.finalize() }
      digest.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
  }
}

extension DigestError {
  /// Makes an error from the system's latest error number.
  fileprivate init(doing verb: String, path: String) {
    let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    self.init(code: .cannotRead, message: "cannot \(verb) it: \(reason)", path: path)
  }
}
