import Foundation

/// A file that a corpus lists.
struct SourceFile: Sendable {
  /// The path by which it is opened.
  let path: String

  /// What names it within the corpus: the path, from here on.
  var idStart: String.Index

  /// What names it within the corpus.
  var id: String { String(path[idStart...]) }

  /// Its name without folder and extension.
  var name: String {
    let last = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
    return String(last.lastIndex(of: ".").map { last[..<$0] } ?? last)
  }

  /// Whether its name says that it is HTML; nil when it says nothing.
  var isHTML: Bool? {
    switch Self.fileExtension(of: path) {
    case "html", "htm", "xhtml": true
    case "txt": false
    default: nil
    }
  }

  /// Lists the files of one source.
  ///
  /// - Throws: `CorpusError` with code `.missingSource` or `.emptySource`.
  static func files(of source: String) throws(CorpusError) -> [Self] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) {
      return isFolder.boolValue
        ? try folderFiles(source) : [Self(path: source, below: folder(source))]
    }
    guard source.contains(where: { "*?[".contains($0) }) else {
      throw CorpusError(
        code: .missingSource,
        message: "expected a folder, a file or a pattern such as pages/*.html, found nothing there",
        path: source)
    }
    return try patternFiles(source)
  }

  /// The files, each path once; those whose ids coincide are named by their whole path.
  static func distinct(_ files: [Self]) -> [Self] {
    var seen: Set<String> = []
    var distinct = files.filter { seen.insert($0.path).inserted }
    var uses: [String: Int] = [:]
    for file in distinct { uses[file.id, default: 0] += 1 }
    for index in distinct.indices where uses[distinct[index].id, default: 0] > 1 {
      distinct[index].idStart = distinct[index].path.startIndex
    }
    return distinct
  }

  private init(path: String, below folder: String) {
    self.path = path
    idStart = path.index(path.startIndex, offsetBy: folder.count)
  }

  private static func folderFiles(_ source: String) throws(CorpusError) -> [Self] {
    let root = source.hasSuffix("/") ? source : source + "/"
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: source) else {
      throw CorpusError(
        code: .unreadable, message: "cannot list the folder; check that it may be read",
        path: source)
    }
    let kept = names.filter { isDocument($0) && !isHidden($0) }
    guard !kept.isEmpty else {
      throw CorpusError(
        code: .emptySource,
        message: "expected .html, .htm, .xhtml or .txt files in the folder, found none among "
          + "\(names.count) entries", path: source)
    }
    return sorted(kept.map { root + $0 }).map { Self(path: $0, below: root) }
  }

  private static func patternFiles(_ source: String) throws(CorpusError) -> [Self] {
    let fixed = source.prefix { !"*?[".contains($0) }
    let root = folder(String(fixed))
    let found = pathsMatching(source).filter { isDocument($0) && !isFolder($0) }
    guard !found.isEmpty else {
      throw CorpusError(
        code: .emptySource,
        message: "expected the pattern to match .html, .htm, .xhtml or .txt files, found none",
        path: source)
    }
    return sorted(found).map { Self(path: $0, below: root) }
  }

  private static func pathsMatching(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].map { String(cString: $0) }
    }
  }

  private static func sorted(_ paths: [String]) -> [String] {
    paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func folder(_ path: String) -> String {
    String(path[..<(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)])
  }

  private static func isDocument(_ path: String) -> Bool {
    ["html", "htm", "xhtml", "txt"].contains(fileExtension(of: path))
  }

  private static func isHidden(_ path: String) -> Bool {
    path.split(separator: "/").contains { $0.hasPrefix(".") }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  private static func fileExtension(of path: String) -> String {
    let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
    return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }
}
