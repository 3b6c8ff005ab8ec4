import Glibc

extension FileList {
  /// Lists the files of a source.
  ///
  /// - Throws: `CorpusError` with code `.missingSource`, `.emptySource` or `.unreadable`.
  init(_ source: SourceName) throws(CorpusError) {
    let path = source.path
    if isFolder(path) {
      self.init(root: path.hasSuffix("/") ? path : path + "/")
      try appendFolder(source)
    } else if fileExists(path) {
      self.init(root: folder(path))
      append(path)
    } else if path.contains(where: isPattern) {
      self.init(root: folder(String(path.prefix { !isPattern($0) })))
      try appendMatches(source)
    } else {
      throw CorpusError(
        code: .missingSource,
        message: "expected a folder, a file or a pattern such as pages/*.html, found nothing there",
        path: path)
    }
  }

  private mutating func appendFolder(_ source: SourceName) throws(CorpusError) {
    let root = source.path.hasSuffix("/") ? source.path : source.path + "/"
    guard var waiting = names(inFolder: root) else {
      throw CorpusError(
        code: .unreadable, message: "cannot list the folder; check that it may be read",
        path: source.path)
    }
    // A folder's name stands with its slash: so the order is that of the paths' bytes.
    while let name = waiting.popLast() {
      if name.hasSuffix("/") {
        waiting += (names(inFolder: root + name) ?? []).map { name + $0 }
      } else if isTaken(name, source) {
        append(root + name)
      }
    }
    guard count > 0 else { throw Self.nothingFound(source, in: "in the folder") }
  }

  private mutating func appendMatches(_ source: SourceName) throws(CorpusError) {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(source.path, 0, nil, &found) == 0 else {
      throw Self.nothingFound(source, in: "behind the pattern")
    }
    let paths = (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].map { String(cString: $0) }
    }
    for path in paths.sorted(by: precedes) where isTaken(path, source) && !isFolder(path) {
      append(path)
    }
    guard count > 0 else { throw Self.nothingFound(source, in: "behind the pattern") }
  }

  private static func nothingFound(_ source: SourceName, in place: String) -> CorpusError {
    let expected =
      source.contents == .code
      ? "files of program code (.py, .c, .swift …)"
      : "documents (.html, .txt, .jsonl), archives of them or dumps"
    return CorpusError(
      code: .emptySource, message: "expected \(expected) \(place), found none", path: source.path)
  }
}

private func isPattern(_ character: Character) -> Bool { "*?[".contains(character) }

private func isTaken(_ path: String, _ source: SourceName) -> Bool {
  FileForm(ofPath: path)?.isTaken(source.contents) == true
}

/// A path up to its last slash, with it.
private func folder(_ path: String) -> String { String(path.dropLast(fileName(path).count)) }

private func precedes(_ one: String, _ other: String) -> Bool {
  one.utf8.lexicographicallyPrecedes(other.utf8)
}

/// Whether something is at a path.
func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Whether a folder is at a path.
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The length of a file; 0 when there is none.
func fileByteCount(_ path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : 0
}

/// The names in a folder, the last first, those of folders with a slash; nil when it can't be read.
///
/// Names that begin with a dot are left out, and folders behind links: they may lead in a circle.
private func names(inFolder path: String) -> [String]? {
  guard let stream = opendir(path) else { return nil }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    guard !name.hasPrefix(".") else { continue }
    if isFolder(path + name) {
      if entry.pointee.d_type != DT_LNK { names.append(name + "/") }
    } else {
      names.append(name)
    }
  }
  return names.sorted { precedes($1, $0) }
}
