/// A place in a corpus: what was read up to there, and where reading goes on.
///
/// It is a value that can be kept in a file; a stream that begins at it gives what the stream that
/// it comes from would have given next.
public struct CorpusCursor: Codable, Equatable, Sendable {
  /// How far each source was read, in the order of the sources; empty before anything was.
  public var sources: [SourceCursor]

  /// Makes the place before the first document.
  public init() { sources = [] }

  /// How many documents lie behind it, those of other slices and those passed over too.
  public var ordinal: Int { sources.reduce(0) { $0 + $1.ordinal } }

  /// How many documents were given.
  public var documentsRead: Int { sources.reduce(0) { $0 + $1.documentsRead } }

  /// How many bytes the texts of the given documents have, before cleaning.
  public var bytesRead: Int { sources.reduce(0) { $0 + $1.bytesRead } }

  /// How many documents were passed over, by the reason's code.
  public var passedOver: [String: Int] {
    sources.reduce(into: [:]) { sum, source in
      sum.merge(source.passedOver, uniquingKeysWith: +)
    }
  }
}

/// How far one source of a corpus was read.
public struct SourceCursor: Codable, Equatable, Sendable {
  /// How many of its documents were given.
  public internal(set) var documentsRead = 0

  /// How many bytes their texts have, before cleaning.
  public internal(set) var bytesRead = 0

  /// How many of its documents were passed over, by the reason's code.
  public internal(set) var passedOver: [String: Int] = [:]

  /// How many of its documents lie behind, those of other slices too.
  public internal(set) var ordinal = 0

  /// How many of its files lie behind.
  public internal(set) var file = 0

  /// Where in the next file reading goes on.
  public internal(set) var place = RecordPlace()

  /// Makes the place before the first document.
  public init() {}
}

/// A place within a file that holds documents.
public struct RecordPlace: Codable, Equatable, Sendable {
  /// How many of an archive's entries lie behind.
  public internal(set) var entry = 0

  /// How many lines of the entry lie behind.
  public internal(set) var line = 0

  /// How many bytes of the entry lie behind.
  public internal(set) var offset = 0

  /// Makes the place at the beginning.
  public init() {}
}
