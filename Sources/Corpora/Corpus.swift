/// Documents on disk, read one at a time.
///
/// Only the list of files is held in memory. It is the same for the same sources: sources in the
/// order they are given, the files of each in the order of their paths' bytes, each file once.
public struct Corpus: Sendable {
  /// Where the corpus comes from, as it was given.
  public let sources: [String]

  /// The longest file that is taken as a document.
  public let maximumByteCount: Int

  private let files: [SourceFile]

  /// Lists the documents of `sources`.
  ///
  /// A source is a folder, searched for `.html`, `.htm`, `.xhtml` and `.txt` files at any depth,
  /// names that begin with a dot left out; or a file of any name; or a pattern with `*`, `?` and
  /// `[…]`, as the shell knows them.
  ///
  /// - Parameters:
  ///   - sources: Folders, files and patterns.
  ///   - maximumByteCount: The longest file that is taken as a document.
  /// - Throws: `CorpusError` with code `.missingSource` or `.emptySource`.
  public init(sources: [String], maximumByteCount: Int = 64 << 20) throws(CorpusError) {
    guard !sources.isEmpty else {
      throw CorpusError(
        code: .emptySource,
        message: "no source is given; name a folder, a file or a pattern such as pages/*.html",
        path: "corpus")
    }
    var files: [SourceFile] = []
    for source in sources { files += try SourceFile.files(of: source) }
    self.sources = sources
    self.maximumByteCount = maximumByteCount
    self.files = SourceFile.distinct(files)
  }

  /// The number of documents.
  public var count: Int { files.count }

  /// The file of a document.
  public func path(at index: Int) -> String { files[index].path }

  /// What names a document within the corpus.
  public func id(at index: Int) -> String { files[index].id }

  /// Reads a document.
  ///
  /// What is no UTF-8 is replaced by U+FFFD and counted.
  ///
  /// - Parameter index: The document's place in the corpus.
  /// - Returns: The document.
  /// - Throws: `CorpusError` with code `.unreadable`, `.tooLarge` or `.unsupportedEncoding`.
  public func document(at index: Int) throws(CorpusError) -> Document {
    precondition(files.indices.contains(index), "Corpus: document \(index) of \(files.count)")
    let file = files[index]
    let bytes = try readFile(file.path, maximumByteCount: maximumByteCount)
    let (text, repairCount) = try RepairedText.decode(bytes, path: file.path)
    let isHTML = file.isHTML ?? RepairedText.looksLikeHTML(bytes)
    return Document(
      id: file.id, title: (isHTML ? PageTitle.read(bytes) : nil) ?? file.name, path: file.path,
      text: text, isHTML: isHTML, repairCount: repairCount)
  }
}
