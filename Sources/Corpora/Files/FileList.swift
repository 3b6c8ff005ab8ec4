/// The files of one source, in the order of their paths' bytes.
///
/// The paths lie behind one another in one array, so that a million of them cost little more than
/// their bytes.
struct FileList: Sendable {
  /// A file that a corpus reads.
  struct File: Sendable {
    /// The path by which it is opened.
    let path: String

    /// What names it within the corpus.
    let id: String
  }

  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var rootByteCounts: [Int: Int] = [:]
  private let rootByteCount: Int

  /// Makes an empty list; the ids of its files are their paths behind `root`.
  init(root: String) { rootByteCount = root.utf8.count }

  /// The number of files.
  var count: Int { ends.count }

  /// One of the files.
  subscript(index: Int) -> File {
    let path = bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    let id = path.dropFirst(rootByteCounts[index] ?? rootByteCount)
    return File(
      path: String(decoding: path, as: UTF8.self), id: String(decoding: id, as: UTF8.self))
  }

  /// Adds a file.
  mutating func append(_ path: String) {
    bytes.append(contentsOf: path.utf8)
    ends.append(bytes.count)
  }

  /// Names a file by its whole path.
  mutating func nameByPath(_ index: Int) { rootByteCounts[index] = 0 }

  /// The same files without those that a test refuses.
  func filter(_ isKept: (File) -> Bool) -> Self {
    var kept = self
    (kept.bytes, kept.ends) = ([], [])
    for index in 0..<count where isKept(self[index]) { kept.append(self[index].path) }
    return kept
  }
}
