/// Reads a file, or an archive's entry, that has a document a line.
///
/// Blank lines are no records.
final class LineReader: RecordReader {
  private(set) var place: RecordPlace
  private let lines: LineBuffer
  private let id: String
  private let path: String
  private let limit: Int

  /// Makes a reader that goes on at `place`.
  ///
  /// - Parameters:
  ///   - source: The bytes, from the beginning.
  ///   - id: What the ids of lines begin with that have none of their own.
  ///   - path: The file, and the entry's name in an archive.
  ///   - place: Where to go on.
  ///   - limits: What a document must be; its line may be twice as long, since Wikimedia's
  ///     hold a page both as HTML and as wikitext, with what is escaped.
  /// - Throws: `CorpusError` with code `.unreadable` or `.brokenArchive`.
  init(
    _ source: any ByteSource, id: String, path: String, at place: RecordPlace,
    limits: DocumentLimits
  ) throws(CorpusError) {
    limit = 2 * limits.maximumByteCount
    try source.skip(place.offset)
    lines = LineBuffer(source, offset: place.offset, limit: limit)
    self.id = id
    self.path = path
    self.place = place
  }

  /// That of a file that is not packed.
  var packedByteCount: Int { place.offset }

  func next(isWanted: Bool) throws(CorpusError) -> Record? {
    while let line = try lines.next() {
      place.line += 1
      place.offset = lines.offset
      switch line {
      case .tooLong(let byteCount): return .fault(tooLong(byteCount))
      case .whole(let bytes) where bytes.allSatisfy(\.isHTMLSpace): continue
      case .whole(let bytes): return isWanted ? .line(record(bytes)) : .unread
      }
    }
    return nil
  }

  private func record(_ bytes: ArraySlice<UInt8>) -> LineRecord {
    LineRecord(bytes: Array(bytes), id: "\(id):\(place.line)", path: "\(path):\(place.line)")
  }

  private func tooLong(_ byteCount: Int) -> CorpusError {
    CorpusError(
      code: .tooLarge,
      message: "expected a line of at most \(limit) bytes, found \(byteCount); "
        + "split the document or leave it out", path: "\(path):\(place.line)")
  }
}
