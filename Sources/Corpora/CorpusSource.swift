/// One source of a corpus: its files, and what is taken from them.
struct CorpusSource: Sendable {
  /// Its files.
  private(set) var files: FileList

  /// What counts as a document.
  let contents: SourceName.Contents

  /// How often its documents are drawn; nil when that is not said.
  let weight: Double?

  /// Lists the files of a source.
  init(_ name: String) throws(CorpusError) {
    let source = try SourceName(name)
    files = try FileList(source)
    contents = source.contents
    weight = source.weight
  }

  /// The sources with each path once; files whose ids coincide are named by their whole path.
  static func distinct(_ sources: [Self]) -> [Self] {
    guard sources.count > 1 else { return sources }
    var distinct = sources
    var seen: Set<String> = []
    for index in distinct.indices {
      distinct[index].files = distinct[index].files.filter { seen.insert($0.path).inserted }
    }
    var uses: [String: Int] = [:]
    for source in distinct {
      for file in 0..<source.files.count { uses[source.files[file].id, default: 0] += 1 }
    }
    for index in distinct.indices {
      for file in 0..<distinct[index].files.count
      where uses[distinct[index].files[file].id, default: 0] > 1 {
        distinct[index].files.nameByPath(file)
      }
    }
    return distinct
  }

  /// Opens a file at a place.
  func reader(
    ofFile index: Int, at place: RecordPlace, limits: DocumentLimits
  ) throws(CorpusError) -> any RecordReader {
    let file = files[index]
    switch FileForm(ofPath: file.path) {
    case .lines:
      return try LineReader(
        try PlainFile(path: file.path), id: file.id, path: file.path, at: place, limits: limits)
    case .archive:
      return try ArchiveFileReader(file, contents: contents, at: place, limits: limits)
    case .compressed: return try CompressedReader(file, at: place, limits: limits)
    case .zim: return try ZIMReader(file, at: place, limits: limits)
    case .page, .text, .code, nil: return PageReader(file, at: place, limits: limits)
    }
  }
}
