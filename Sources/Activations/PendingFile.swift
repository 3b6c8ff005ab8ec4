import Glibc

/// A file that is written under a temporary name, and gets its own when it is whole.
///
/// A name once given stands for good: contents and name are on the disk, not in its cache. What is
/// not committed is removed when this value's life ends.
struct PendingFile: ~Copyable, Sendable {
  let finalPath: String
  private var isCommitted = false

  /// Where it is written; a file left there by a process that was killed is written over.
  var temporaryPath: String { finalPath + ".partial" }

  init(finalPath: String) { self.finalPath = finalPath }

  deinit {
    guard !isCommitted else { return }
    // Frees the space even while a library that could not write to the disk keeps it open.
    truncate(temporaryPath, 0)
    unlink(temporaryPath)
  }

  /// Writes all of the contents.
  func write(_ contents: [UInt8]) throws(ActivationError) {
    let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw ActivationError(.cannotWrite, doing: "create", path: temporaryPath)
    }
    defer { close(descriptor) }
    var done = 0
    while done < contents.count {
      let count = contents.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, contents.count - done)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw ActivationError(.cannotWrite, doing: "write", path: temporaryPath)
      }
      done += count
    }
  }

  /// Brings the contents to the disk, then gives the file its name, then brings that to the disk.
  mutating func commit() throws(ActivationError) {
    try synchronize(temporaryPath)
    guard rename(temporaryPath, finalPath) == 0 else {
      throw ActivationError(.cannotWrite, doing: "name", path: finalPath)
    }
    isCommitted = true
    try synchronize(folder(of: finalPath))
  }
}

/// Brings a file or folder to the disk.
private func synchronize(_ path: String) throws(ActivationError) {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw ActivationError(.cannotWrite, doing: "open", path: path) }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else {
    throw ActivationError(.cannotWrite, doing: "bring to the disk", path: path)
  }
}

private func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
