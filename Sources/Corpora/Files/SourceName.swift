/// A source of documents as a user names it: `[code:]PATH[=WEIGHT]`.
struct SourceName: Equatable {
  /// What counts as a document.
  enum Contents: String, Sendable {
    /// Pages and texts.
    case pages
    /// Files of program code.
    case code
  }

  /// A file, folder or pattern.
  let path: String

  /// What counts as a document.
  let contents: Contents

  /// How often its documents are drawn; nil when that is not said.
  let weight: Double?

  /// Takes a name apart; a name that is a file's or folder's own has no parts.
  ///
  /// - Throws: `CorpusError` with code `.missingSource` for a weight that is none.
  init(_ name: String) throws(CorpusError) {
    guard !fileExists(name) else {
      (path, contents, weight) = (name, .pages, nil)
      return
    }
    let isCode = name.hasPrefix("code:")
    let rest = isCode ? name.dropFirst("code:".count) : name[...]
    contents = isCode ? .code : .pages
    guard let equals = rest.lastIndex(of: "="), !fileExists(String(rest)) else {
      (path, weight) = (String(rest), nil)
      return
    }
    let number = rest[rest.index(after: equals)...]
    guard let value = Double(number), value > 0, value.isFinite else {
      throw CorpusError(
        code: .missingSource,
        message:
          "expected a weight above 0 after '=', found '\(number)', and no file has this name",
        path: name)
    }
    (path, weight) = (String(rest[..<equals]), value)
  }
}
