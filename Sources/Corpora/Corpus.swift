/// Documents from files, read one after another.
///
/// Only the list of files is held in memory. It is the same for the same sources: sources in the
/// order they are given, the files of each in the order of their paths' bytes, each file once.
public struct Corpus: Sendable {
  /// Where the corpus comes from, as it was given.
  public let sources: [String]

  /// What a document must be to be taken.
  public let limits: DocumentLimits

  let parts: [CorpusSource]
  let seed: UInt64

  /// Lists the files of `sources`.
  ///
  /// A source is a folder, searched at any depth for files that hold documents, names that begin
  /// with a dot left out; or a file of any name; or a pattern with `*`, `?` and `[…]`, as the shell
  /// knows them. `code:` before it asks for files of program code instead of pages and texts.
  /// `=` and a number after it is its weight: as soon as one source has a weight, documents are
  /// drawn from all at random, in proportion to their weights (1 where none is given), until each
  /// is at its end.
  ///
  /// - Parameters:
  ///   - sources: Folders, files and patterns.
  ///   - limits: What a document must be to be taken.
  ///   - seed: What the drawing depends on.
  /// - Throws: `CorpusError` with code `.missingSource`, `.emptySource` or `.unreadable`.
  public init(
    sources: [String], limits: DocumentLimits = DocumentLimits(), seed: UInt64 = 0
  ) throws(CorpusError) {
    guard !sources.isEmpty else {
      throw CorpusError(
        code: .emptySource,
        message: "no source is given; name a folder, a file or a pattern such as pages/*.html",
        path: "corpus")
    }
    var parts: [CorpusSource] = []
    for source in sources { parts.append(try CorpusSource(source)) }
    self.sources = sources
    self.limits = limits
    self.parts = CorpusSource.distinct(parts)
    self.seed = seed
  }

  /// The number of files, each of which holds one document or many.
  public var fileCount: Int { parts.reduce(0) { $0 + $1.files.count } }

  /// How many bytes the files have, as they lie on disk.
  public var packedByteCount: Int {
    parts.reduce(0) { sum, part in
      (0..<part.files.count).reduce(sum) { $0 + fileByteCount(part.files[$1].path) }
    }
  }

  /// Begins to read the documents.
  ///
  /// - Parameters:
  ///   - cursor: Where to begin: the start, or where an earlier stream of the same corpus was.
  ///   - slice: Which documents to read; the others are passed without a look.
  /// - Returns: The documents from there on.
  public func documents(
    from cursor: CorpusCursor = CorpusCursor(), slice: CorpusSlice = .whole
  ) -> DocumentStream {
    DocumentStream(corpus: self, cursor: cursor, slice: slice)
  }
}
