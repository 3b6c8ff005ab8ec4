/// The records of one source, file after file.
struct SourceStream {
  private let source: CorpusSource
  private let limits: DocumentLimits
  private var reader: (any RecordReader)?

  /// The place behind the last record.
  var cursor: SourceCursor

  /// Makes a stream that begins at `cursor`.
  init(_ source: CorpusSource, limits: DocumentLimits, cursor: SourceCursor) {
    self.source = source
    self.limits = limits
    self.cursor = cursor
  }

  /// How many bytes of the files, as they lie on disk, this stream has passed.
  var packedByteCount: Int { finishedByteCount + (reader?.packedByteCount ?? 0) }

  private var finishedByteCount = 0

  /// Whether any file is left.
  var hasMore: Bool { cursor.file < source.files.count }

  /// The next record; nil behind the last file.
  ///
  /// A fault that ends a file takes the place of a record.
  mutating func next(isWanted: Bool) -> Record? {
    while hasMore {
      do throws(CorpusError) {
        let reader = try currentReader()
        if let record = try reader.next(isWanted: isWanted) {
          cursor.place = reader.place
          cursor.ordinal += 1
          return record
        }
        endFile()
      } catch {
        endFile()
        cursor.ordinal += 1
        return .fault(error)
      }
    }
    return nil
  }

  private mutating func currentReader() throws(CorpusError) -> any RecordReader {
    if let reader { return reader }
    let opened = try source.reader(ofFile: cursor.file, at: cursor.place, limits: limits)
    reader = opened
    return opened
  }

  private mutating func endFile() {
    reader = nil
    finishedByteCount += fileByteCount(source.files[cursor.file].path)
    cursor.file += 1
    cursor.place = RecordPlace()
  }
}
