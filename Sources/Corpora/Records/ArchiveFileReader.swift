import Archives

/// Reads the documents of an archive's entries.
final class ArchiveFileReader: RecordReader {
  private let file: FileList.File
  private let contents: SourceName.Contents
  private let limits: DocumentLimits
  private let source: ArchiveSource
  private var entry: EntryReader?
  private var entryCount = 0
  private var resuming: RecordPlace
  private var hasFound: Bool

  init(
    _ file: FileList.File, contents: SourceName.Contents, at place: RecordPlace,
    limits: DocumentLimits
  ) throws(CorpusError) {
    (self.file, self.contents, self.limits) = (file, contents, limits)
    source = try ArchiveSource(path: file.path, contents: .files)
    resuming = place
    hasFound = place != RecordPlace()
  }

  /// An entry's own place, counted from the archive's beginning.
  var place: RecordPlace { entry?.place ?? resuming }

  var packedByteCount: Int { source.packedByteCount }

  func next(isWanted: Bool) throws(CorpusError) -> Record? {
    while true {
      if let record = try entry?.next(isWanted: isWanted) {
        hasFound = true
        return record
      }
      guard try openNextEntry() else { break }
    }
    guard hasFound else { throw nothingFound() }
    return nil
  }

  /// Opens the next entry that holds documents; false behind the last.
  private func openNextEntry() throws(CorpusError) -> Bool {
    while let name = try source.nextEntry() {
      defer { entryCount += 1 }
      guard entryCount >= resuming.entry, let form = form(of: name) else { continue }
      var place = RecordPlace()
      if entryCount == resuming.entry { place = resuming }
      place.entry = entryCount
      entry = try EntryReader(
        source: source, form: form, id: "\(file.id)/\(name)", path: "\(file.path)/\(name)",
        at: place, limits: limits)
      return true
    }
    return false
  }

  /// What an entry holds; nil for one that is not taken.
  private func form(of name: String) -> FileForm? {
    let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") && $0 != "." }
    guard !isHidden, let form = FileForm(ofPath: name), form.isTaken(contents) else { return nil }
    switch form {
    case .page, .text, .code, .lines: return form
    case .archive, .compressed, .zim: return nil
    }
  }

  private func nothingFound() -> CorpusError {
    CorpusError(
      code: .emptySource,
      message: "expected documents (.html, .txt, .jsonl, .ndjson) in the archive, found none among "
        + "\(entryCount) files", path: file.path)
  }
}
