/// How large a shard's file becomes, told before it is written.
///
/// Chunks are whole, and begin on pages where they are large; what HDF5 needs beside them was
/// measured. Within 1 % for shards of a megabyte and more.
public struct ShardSize: Equatable, Sendable {
  /// How many rows, sequences and documents the shard has.
  public var rows: Int
  public var sequences: Int
  public var documents: Int

  /// How many bytes the longest id and the longest title of its documents have.
  public var longestID: Int
  public var longestTitle: Int

  /// Describes a shard.
  public init(rows: Int, sequences: Int, documents: Int, longestID: Int, longestTitle: Int) {
    self.rows = rows
    self.sequences = sequences
    self.documents = documents
    self.longestID = longestID
    self.longestTitle = longestTitle
  }

  /// About how many bytes the shard's file takes.
  ///
  /// - Parameters:
  ///   - manifest: What the harvest holds; its sites must have a width and a format.
  ///   - chunkByteCount: As `ShardWriter` was told.
  /// - Returns: The file's length.
  public func byteCount(for manifest: Manifest, chunkByteCount: Int = 1 << 19) -> Int {
    let columns = indexColumns(manifest) + siteColumns(manifest, chunkByteCount: chunkByteCount)
    return columns.reduce(2048) { $0 + $1.byteCount }
  }

  private struct Column {
    let rows: Int
    let rowByteCount: Int
    var chunkByteCount = 1 << 16

    var byteCount: Int {
      let chunkRows = max(1, chunkByteCount / rowByteCount)
      let chunks = (rows + chunkRows - 1) / chunkRows
      let size = chunkRows * rowByteCount
      let onPages = size >= 1 << 15 ? (size + 4095) / 4096 * 4096 : size
      return chunks * onPages + 9 * chunks + Self.headerByteCount
    }

    /// A dataset's description, and the index of its first chunks.
    private static let headerByteCount = 1400
  }

  private func indexColumns(_ manifest: Manifest) -> [Column] {
    let documentChunk = max(8, min(8 * documents, 1 << 16))
    func strings(_ longest: Int) -> Column {
      let length = max(1, longest)
      return Column(
        rows: documents, rowByteCount: length,
        chunkByteCount: length * max(1, min(documents, (1 << 16) / length)))
    }
    let numbers = Column(rows: documents, rowByteCount: 8, chunkByteCount: documentChunk)
    let flags = manifest.specialRows == true ? [Column(rows: rows, rowByteCount: 1)] : []
    let labels = (manifest.labels ?? []).map { _ in Column(rows: rows, rowByteCount: 4) }
    return [
      Column(rows: sequences, rowByteCount: 4 * manifest.contextSize),
      Column(rows: sequences, rowByteCount: 4), Column(rows: sequences, rowByteCount: 8),
      Column(rows: rows, rowByteCount: 4), Column(rows: rows, rowByteCount: 4),
      strings(longestID), strings(longestTitle), numbers, numbers,
    ] + flags + labels
  }

  private func siteColumns(_ manifest: Manifest, chunkByteCount: Int) -> [Column] {
    manifest.sites.flatMap { site in
      let (width, format) = (site.width ?? 0, site.dtype ?? .float32)
      let scales = format == .int8 ? [Column(rows: rows, rowByteCount: 4)] : []
      return scales + [
        Column(
          rows: rows, rowByteCount: max(1, width * format.byteCount),
          chunkByteCount: chunkByteCount),
        Column(rows: 2, rowByteCount: max(1, 8 * width), chunkByteCount: 16 * width),
      ]
    }
  }
}
