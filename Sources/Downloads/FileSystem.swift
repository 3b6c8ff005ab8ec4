import Glibc

extension DownloadError {
  /// Makes an error of the system's latest error number.
  init(doing verb: String, path: String) {
    let number = errno
    let reason = strerror(number).map { String(cString: $0) } ?? "error \(number)"
    let remedy = number == ENOSPC ? "; free some space and run this again" : ""
    self.init(
      code: .unusableFile, message: "cannot \(verb) it: \(reason)\(remedy)", subject: path)
  }
}

/// Whether something of the given kind is at a path; links are followed.
func exists(_ path: String, kind: mode_t) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == kind
}

/// Whether a regular file is at a path.
func isFile(_ path: String) -> Bool { exists(path, kind: S_IFREG) }

/// Whether a folder is at a path.
func isFolder(_ path: String) -> Bool { exists(path, kind: S_IFDIR) }

/// The length of a file; nil when there is none.
func fileLength(_ path: String) -> Int? {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : nil
}

/// The names in a folder, sorted; none when it cannot be read.
func names(inFolder path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted()
}

/// Makes a folder and those above it.
func makeFolder(_ path: String) throws(DownloadError) {
  guard !isFolder(path) else { return }
  if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
    try makeFolder(String(path[..<slash]))
  }
  guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
    throw DownloadError(doing: "create", path: path)
  }
}

/// Gives a file another name.
func renameFile(_ old: String, to new: String) throws(DownloadError) {
  guard rename(old, new) == 0 else { throw DownloadError(doing: "write", path: new) }
}

/// The first line of a short text file, without white space around it; nil when there is none.
func firstLine(of path: String) -> String? {
  guard let file = fopen(path, "re") else { return nil }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  guard fgets(&line, Int32(line.count), file) != nil else { return nil }
  let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return text.split(whereSeparator: \.isWhitespace).first.map(String.init)
}
