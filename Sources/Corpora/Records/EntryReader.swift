/// Reads the records of one entry of an archive, or of the one file that is compressed.
final class EntryReader {
  private enum Contents {
    case page(any ByteSource, FileForm?)
    case lines(LineReader)
    case nothing
  }

  private var contents: Contents
  private let start: RecordPlace
  private let id: String
  private let path: String
  private let limits: DocumentLimits

  /// Makes a reader that goes on at `place`; a source that is nil has nothing left.
  init(
    source: (any ByteSource)?, form: FileForm?, id: String, path: String, at place: RecordPlace,
    limits: DocumentLimits
  ) throws(CorpusError) {
    (start, self.id, self.path, self.limits) = (place, id, path, limits)
    guard let source else {
      contents = .nothing
      return
    }
    contents =
      form == .lines
      ? .lines(try LineReader(source, id: id, path: path, at: place, limits: limits))
      : .page(source, form)
  }

  /// Behind a page this is the next entry; behind a line it is within this one.
  var place: RecordPlace {
    switch contents {
    case .page: start
    case .lines(let lines): lines.place
    case .nothing: start.atNextEntry
    }
  }

  func next(isWanted: Bool) throws(CorpusError) -> Record? {
    switch contents {
    case .lines(let lines): return try lines.next(isWanted: isWanted)
    case .nothing: return nil
    case .page(let source, let form):
      contents = .nothing
      guard isWanted else { return .unread }
      return try page(source, form)
    }
  }

  private func page(_ source: any ByteSource, _ form: FileForm?) throws(CorpusError) -> Record {
    let limit = limits.maximumByteCount
    guard let bytes = try source.readAll(limit: limit) else {
      return .fault(
        CorpusError(
          code: .tooLarge,
          message: "expected a document of at most \(limit) bytes, found a longer one; "
            + "split it or leave it out", path: path))
    }
    return .page(PageRecord(bytes: bytes, isHTML: form?.isHTML, id: id, path: path))
  }
}

extension RecordPlace {
  /// The place at the beginning of the next entry.
  var atNextEntry: Self {
    var next = Self()
    next.entry = entry + 1
    return next
  }
}

extension ByteSource {
  /// Reads all bytes that are left; nil when there are more than `limit`.
  func readAll(limit: Int) throws(CorpusError) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let result = buffer.withUnsafeMutableBytes { buffer in
        Result { () throws(CorpusError) in try read(buffer) }
      }
      let count = try result.get()
      guard count > 0 else { return bytes }
      guard bytes.count + count <= limit else { return nil }
      bytes.append(contentsOf: buffer[..<count])
    }
  }
}
