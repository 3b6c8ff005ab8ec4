import Archives

/// Reads a compressed file: a page, a text or lines.
final class CompressedReader: RecordReader {
  private let source: ArchiveSource
  private let entry: EntryReader

  var place: RecordPlace { entry.place }

  var packedByteCount: Int { source.packedByteCount }

  init(
    _ file: FileList.File, at place: RecordPlace, limits: DocumentLimits
  ) throws(CorpusError) {
    source = try ArchiveSource(path: file.path, contents: .bytes)
    let stem = String(file.path[..<(file.path.lastIndex(of: ".") ?? file.path.endIndex)])
    let hasBytes = try source.nextEntry() != nil && place.entry == 0
    entry = try EntryReader(
      source: hasBytes ? source : nil, form: FileForm(ofPath: stem), id: file.id, path: file.path,
      at: place, limits: limits)
  }

  func next(isWanted: Bool) throws(CorpusError) -> Record? { try entry.next(isWanted: isWanted) }
}
