/// What a file holds, as its name says.
enum FileForm: Equatable, Sendable {
  /// A page in HTML.
  case page
  /// A text, in which no markup counts.
  case text
  /// A file of program code.
  case code
  /// A document a line, in JSON.
  case lines
  /// Files in an archive, which may be compressed as a whole.
  case archive
  /// One file that is compressed.
  case compressed
  /// A Kiwix archive.
  case zim

  /// Reads a path's extension; nil when it says nothing.
  init?(ofPath path: String) {
    let name = fileName(path).lowercased()
    guard let form = Self.form(ofExtension: name) else { return nil }
    self = form
  }

  /// Whether a document of this form is HTML; nil where the form doesn't say.
  var isHTML: Bool? {
    switch self {
    case .page: true
    case .text, .code: false
    case .lines, .archive, .compressed, .zim: nil
    }
  }

  /// Whether a folder's file of this form is taken.
  func isTaken(_ contents: SourceName.Contents) -> Bool {
    switch self {
    case .page, .text, .lines, .zim: contents == .pages
    case .code: contents == .code
    case .archive, .compressed: true
    }
  }

  private static func form(ofExtension name: String) -> Self? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let stem = name[..<dot]
    switch name[name.index(after: dot)...] {
    case "html", "htm", "xhtml": return .page
    case "txt": return .text
    case "jsonl", "ndjson", "json": return .lines
    case "tar", "tgz", "txz", "tbz2", "tzst", "zip", "7z": return .archive
    case "gz", "xz", "zst", "bz2", "lz4": return stem.hasSuffix(".tar") ? .archive : .compressed
    case "zim": return .zim
    case let other: return codeExtensions.contains(String(other)) ? .code : nil
    }
  }

  private static let codeExtensions: Set<String> = [
    "bash", "c", "cc", "clj", "cpp", "cs", "css", "cu", "cxx", "dart", "erl", "ex", "f90", "go",
    "h", "hh", "hpp", "hs", "java", "jl", "js", "jsx", "kt", "lisp", "lua", "m", "ml", "mm", "pas",
    "php", "pl", "pm", "py", "r", "rb", "rs", "scala", "scm", "sh", "sql", "swift", "tcl", "ts",
    "tsx", "vb", "zig",
  ]
}

/// The last part of a path.
func fileName(_ path: String) -> Substring {
  path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
}
