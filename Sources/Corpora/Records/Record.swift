/// What a file gives for one document, as its bytes stand there.
enum Record: Sendable {
  /// A page or text.
  case page(PageRecord)
  /// A line of JSON.
  case line(LineRecord)
  /// Nothing, for this reason.
  case fault(CorpusError)
  /// Something that nobody asked for.
  case unread
}

/// A page or text as its file or entry holds it.
struct PageRecord: Sendable {
  let bytes: [UInt8]

  /// Whether its name says that it is HTML; nil when it says nothing.
  let isHTML: Bool?

  /// What names it within its corpus.
  let id: String

  /// Where it stands: a file, or an archive's file and the entry's name.
  let path: String

  /// The title that its source gives it, beside the page's own.
  var title: String?
}

/// A line of JSON, without its end.
struct LineRecord: Sendable {
  let bytes: [UInt8]

  /// What names it within its corpus when it doesn't name itself.
  let id: String

  /// The file, and the entry's name in an archive.
  let path: String
}

/// What reads the records of one file, one after another.
protocol RecordReader: AnyObject {
  /// Where the next record is looked for.
  var place: RecordPlace { get }

  /// How many bytes of the file, as it lies on disk, lie behind.
  var packedByteCount: Int { get }

  /// Reads the next record.
  ///
  /// - Parameter isWanted: Whether its contents are needed; if not it may be `.unread`.
  /// - Returns: The record; nil behind the last.
  /// - Throws: `CorpusError` at a fault behind which the file cannot be read on.
  func next(isWanted: Bool) throws(CorpusError) -> Record?
}
