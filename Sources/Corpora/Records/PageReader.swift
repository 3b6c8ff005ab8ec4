/// Reads a file that is one document.
final class PageReader: RecordReader {
  private(set) var place: RecordPlace
  private let file: FileList.File
  private let limits: DocumentLimits

  init(_ file: FileList.File, at place: RecordPlace, limits: DocumentLimits) {
    self.file = file
    self.place = place
    self.limits = limits
  }

  var packedByteCount: Int { place.entry == 0 ? 0 : fileByteCount(file.path) }

  func next(isWanted: Bool) throws(CorpusError) -> Record? {
    guard place.entry == 0 else { return nil }
    place.entry = 1
    guard isWanted else { return .unread }
    let bytes = try readFile(file.path, maximumByteCount: limits.maximumByteCount)
    return .page(
      PageRecord(
        bytes: bytes, isHTML: FileForm(ofPath: file.path)?.isHTML, id: file.id, path: file.path))
  }
}
