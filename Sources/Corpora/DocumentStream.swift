/// The documents of a corpus, one after another.
///
/// A document that cannot be taken is passed over, and the stream goes on behind it; a file that
/// breaks off ends there, and counts as one document passed over. Memory does not depend on the
/// length of the corpus: one document is held at a time.
public final class DocumentStream {
  /// What a corpus gives at one place.
  public enum Item: Sendable {
    /// A document.
    case document(Document)
    /// None, for this reason.
    case passedOver(CorpusError)
  }

  /// A record that was read, and the places behind it in all sources.
  struct Reading: Sendable {
    let record: Record
    let source: Int
    let places: [SourceCursor]
    let packedByteCount: Int
  }

  let limits: DocumentLimits
  private let slice: CorpusSlice
  private var sources: [SourceStream]
  private let order: SourceOrder

  /// The place behind the last item: what a later stream begins at to go on.
  public private(set) var cursor: CorpusCursor

  /// How many bytes of the files, as they lie on disk, this stream has passed with the last item.
  public private(set) var packedByteCount = 0

  init(corpus: Corpus, cursor: CorpusCursor, slice: CorpusSlice) {
    limits = corpus.limits
    self.slice = slice
    order = SourceOrder(weights: corpus.parts.map(\.weight), seed: corpus.seed)
    sources = corpus.parts.enumerated().map { index, source in
      let known = index < cursor.sources.count ? cursor.sources[index] : SourceCursor()
      return SourceStream(source, limits: corpus.limits, cursor: known)
    }
    self.cursor = CorpusCursor()
    self.cursor.sources = sources.map(\.cursor)
  }

  /// The next document, or why one is passed over; nil behind the last.
  public func next() -> Item? {
    guard let reading = read() else { return nil }
    let item = Self.item(of: reading.record, limits)
    note(item, of: reading)
    return item
  }

  /// Reads the next record of the slice, ahead of the cursor.
  func read() -> Reading? {
    while true {
      let ordinal = sources.reduce(0) { $0 + $1.cursor.ordinal }
      let isWanted = slice.contains(ordinal)
      guard let (record, source) = readRecord(ordinal, isWanted: isWanted) else { return nil }
      if isWanted {
        return Reading(
          record: record, source: source, places: sources.map(\.cursor),
          packedByteCount: sources.reduce(0) { $0 + $1.packedByteCount })
      }
    }
  }

  /// Moves the cursor behind what was made of a record.
  func note(_ item: Item, of reading: Reading) {
    for index in cursor.sources.indices { cursor.sources[index].move(to: reading.places[index]) }
    cursor.sources[reading.source].note(item)
    packedByteCount = reading.packedByteCount
  }

  private func readRecord(_ ordinal: Int, isWanted: Bool) -> (record: Record, source: Int)? {
    while let source = order.source(at: ordinal, among: sources.map(\.hasMore)) {
      if let record = sources[source].next(isWanted: isWanted) { return (record, source) }
    }
    return nil
  }

  /// What becomes of a record.
  static func item(of record: Record, _ limits: DocumentLimits) -> Item {
    do throws(CorpusError) {
      return .document(try Document(record, limits: limits))
    } catch {
      return .passedOver(error)
    }
  }
}

extension SourceCursor {
  /// Takes the place of another cursor, and keeps its own counts.
  fileprivate mutating func move(to other: Self) {
    (ordinal, file, place) = (other.ordinal, other.file, other.place)
  }

  /// Counts an item.
  fileprivate mutating func note(_ item: DocumentStream.Item) {
    switch item {
    case .document(let document):
      documentsRead += 1
      bytesRead += document.text.utf8.count
    case .passedOver(let error): passedOver[error.code.rawValue, default: 0] += 1
    }
  }
}
