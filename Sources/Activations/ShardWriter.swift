public import Tensors

/// A shard being written: under a temporary name until `finish()`, and gone if that isn't reached.
///
/// Rows are appended sequence by sequence and go to the file a chunk at a time, so memory depends
/// on the sites' number and the documents' only. The file's bytes depend on what is appended and
/// on the manifest alone.
///
/// A sequence shorter than the context is padded with -1 in `/tokens`: no token has that number,
/// so its length is the place of the first -1. `/sequences/document` and `/rows/sequence` count
/// from the shard's own first document and sequence; a document that goes on in the next shard
/// stands in both.
public struct ShardWriter: ~Copyable {
  private var pending: PendingFile
  private var file: HDF5File

  /// What the rows are; nil in a shard that doesn't say.
  private let index: IndexWriter?
  private var sites: [SiteWriter]
  private var documents: [HarvestDocument] = []
  private var tokenCount = 0

  /// How many rows have been appended.
  public private(set) var rowCount = 0

  /// How many sequences have been appended.
  public var sequenceCount: Int { index?.sequenceCount ?? 0 }

  /// Creates the shard.
  ///
  /// - Parameters:
  ///   - index: Its place in the harvest, which names it: `shard-00000.h5`.
  ///   - folder: The harvest's folder.
  ///   - manifest: What the harvest holds; its sites must have a width and a format.
  ///   - firstDocument: The place in the corpus of the shard's first document.
  ///   - hasTokens: Whether sequences are appended, or rows of which nothing else is known.
  ///   - chunkByteCount: About how many bytes of a site are written, and stored, together. From
  ///     256 kB up the speed is that of memory; less shortens small shards, whose chunks are whole.
  /// - Throws: `ActivationError` when the file cannot be created.
  public init(
    index: Int, folder: String, manifest: Manifest, firstDocument: Int = 0, hasTokens: Bool = true,
    chunkByteCount: Int = 1 << 19
  ) throws(ActivationError) {
    let pending = PendingFile(finalPath: folder + "/" + ShardLayout.fileName(ofShard: index))
    let file = try HDF5File(creating: pending.temporaryPath)
    for group in ShardLayout.groups { try file.createGroup(group) }
    if manifest.labels != nil { try file.createGroup(ShardLayout.labels) }
    try writeAttributes(of: manifest, shard: index, firstDocument: firstDocument, to: file)
    let index =
      hasTokens ? try IndexWriter(of: manifest, in: file) : nil
    var sites: [SiteWriter] = []
    for site in manifest.sites {
      sites.append(try SiteWriter(site, in: file, chunkByteCount: chunkByteCount))
    }
    self.pending = pending
    self.file = file
    self.index = index
    self.sites = sites
  }

  /// Appends a document, and returns its index in the shard.
  ///
  /// A title is cut to 512 bytes of whole characters: each takes as much room as the longest.
  public mutating func append(_ document: HarvestDocument) -> Int {
    var title = String(document.title.prefix(512))
    while title.utf8.count > 512 { title.removeLast() }
    documents.append(
      HarvestDocument(
        id: document.id, title: title, offset: document.offset, index: document.index))
    return documents.count - 1
  }

  /// Appends a sequence and the rows of its kept positions.
  ///
  /// - Parameters:
  ///   - sequence: The sequence, of a document that was appended before.
  ///   - activations: For every site in the manifest's order, shape `[kept position, width]`.
  /// - Throws: `ActivationError` when the file cannot grow; the shard is lost then.
  public mutating func append(
    _ sequence: HarvestSequence, activations: [Matrix]
  ) throws(ActivationError) {
    guard let index else { preconditionFailure("ShardWriter: a sequence for a shard of rows") }
    check(sequence, activations, index)
    try index.append(sequence)
    try appendRows(activations)
    tokenCount += sequence.tokens.count
  }

  /// Appends rows of which nothing else is known, to a shard without tokens.
  ///
  /// - Parameter activations: For every site in the manifest's order, shape `[row, width]`.
  /// - Throws: `ActivationError` when the file cannot grow; the shard is lost then.
  public mutating func append(_ activations: [Matrix]) throws(ActivationError) {
    precondition(
      index == nil && activations.count == sites.count
        && activations.allSatisfy { $0.rows == activations[0].rows },
      "ShardWriter: rows \(activations.map(\.rows)) for \(sites.count) sites")
    try appendRows(activations)
  }

  private mutating func appendRows(_ activations: [Matrix]) throws(ActivationError) {
    for place in sites.indices { try sites[place].append(activations[place]) }
    rowCount += activations.first?.rows ?? 0
  }

  /// Ends the shard: brings it to the disk, and gives it its name.
  ///
  /// - Returns: The shard's line in the manifest, and the moments of each site's rows.
  /// - Throws: `ActivationError` when it cannot be written in full; there is no shard then.
  public consuming func finish() throws(ActivationError) -> (
    summary: ShardSummary, moments: [SiteMoments]
  ) {
    try index?.finish()
    var moments: [SiteMoments] = []
    for site in sites { moments.append(try site.finish(in: file)) }
    if index != nil { try writeDocuments() }
    try file.close()
    let digest = try sha256(ofFile: pending.temporaryPath)
    try pending.commit()
    let summary = ShardSummary(
      file: fileName(pending.finalPath), rows: rowCount,
      sequences: index == nil ? nil : sequenceCount, tokens: index == nil ? nil : tokenCount,
      sha256: digest)
    return (summary, moments)
  }

  private func check(
    _ sequence: HarvestSequence, _ activations: [Matrix], _ index: IndexWriter
  ) {
    precondition(
      sequence.tokens.count <= index.contextSize && documents.indices.contains(sequence.document)
        && sequence.positions.allSatisfy { sequence.tokens.indices.contains($0) }
        && sequence.tokens.allSatisfy { $0 >= 0 },
      """
      ShardWriter: \(sequence.tokens.count) tokens of a context of \(index.contextSize), document \
      \(sequence.document) of \(documents.count)
      """)
    precondition(
      sequence.labels.map(\.count)
        == Array(repeating: sequence.positions.count, count: index.labelCount),
      "ShardWriter: labels \(sequence.labels.map(\.count)) for \(sequence.positions.count) rows")
    precondition(
      activations.count == sites.count
        && activations.allSatisfy { $0.rows == sequence.positions.count },
      """
      ShardWriter: activations of \(activations.map(\.rows)) rows for \(sites.count) sites and \
      \(sequence.positions.count) positions
      """)
  }

  private func writeDocuments() throws(ActivationError) {
    try writeStrings(documents.map(\.id), to: ShardLayout.documentIDs, in: file)
    try writeStrings(documents.map(\.title), to: ShardLayout.documentTitles, in: file)
    try write(documents.map(\.offset), to: ShardLayout.documentOffsets)
    try write(documents.map(\.index), to: ShardLayout.documentIndices)
  }

  private func write(_ numbers: [Int], to name: String) throws(ActivationError) {
    let column = try ColumnWriter(
      creating: name, in: file, type: try .int64(path: file.path),
      chunkByteCount: max(8, min(8 * numbers.count, 1 << 16)))
    try column.append(numbers.map { Int64($0) })
    try column.finish()
  }
}

/// Creates a dataset of strings, all of the length of the longest.
///
/// Strings of variable length lie in a heap without checksums, and HDF5 follows a damaged heap out
/// of bounds.
private func writeStrings(
  _ strings: [String], to name: String, in file: borrowing HDF5File
) throws(ActivationError) {
  let longest = strings.reduce(1) { max($0, $1.utf8.count) }
  let column = try ColumnWriter(
    creating: name, in: file, type: try .string(byteCount: longest, path: file.path),
    chunkByteCount: longest * max(1, min(strings.count, (1 << 16) / longest)))
  for string in strings {
    let padding = [UInt8](repeating: 0, count: longest - string.utf8.count)
    try column.append(Array(string.utf8) + padding)
  }
  try column.finish()
}

private func fileName(_ path: String) -> String {
  String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
}
