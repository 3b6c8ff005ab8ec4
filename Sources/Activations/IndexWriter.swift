import Tensors

/// The datasets of a shard that say what its rows are, being written.
struct IndexWriter {
  let contextSize: Int
  private let tokens: ColumnWriter
  private let sequenceDocuments: ColumnWriter
  private let sequenceOffsets: ColumnWriter
  private let rowSequences: ColumnWriter
  private let rowPositions: ColumnWriter
  private let rowSpecial: ColumnWriter?
  private let labels: [ColumnWriter]

  var rowCount: Int { rowSequences.rowCount }
  var sequenceCount: Int { tokens.rowCount }
  var labelCount: Int { labels.count }

  /// Creates `/tokens`, `/sequences/…`, `/rows/…` and `/labels/…`, with `/rows/special` where rows
  /// that are no text are flagged.
  init(of manifest: Manifest, in file: borrowing HDF5File) throws(ActivationError) {
    let int32 = try HDF5Type.int32(path: file.path)
    let int64 = try HDF5Type.int64(path: file.path)
    contextSize = manifest.contextSize
    tokens = try ColumnWriter(
      creating: ShardLayout.tokens, in: file, type: int32, rowShape: [contextSize])
    sequenceDocuments = try ColumnWriter(
      creating: ShardLayout.sequenceDocuments, in: file, type: int32)
    sequenceOffsets = try ColumnWriter(
      creating: ShardLayout.sequenceOffsets, in: file, type: int64)
    rowSequences = try ColumnWriter(creating: ShardLayout.rowSequences, in: file, type: int32)
    rowPositions = try ColumnWriter(creating: ShardLayout.rowPositions, in: file, type: int32)
    rowSpecial =
      manifest.specialRows == true
      ? try ColumnWriter(
        creating: ShardLayout.rowSpecial, in: file, type: try .int8(path: file.path)) : nil
    labels = try (manifest.labels ?? []).map { (name) throws(ActivationError) in
      try ColumnWriter(
        creating: ShardLayout.labels(named: name), in: file,
        type: try .floats(.float32, path: file.path))
    }
  }

  /// Appends a sequence and its rows.
  func append(_ sequence: HarvestSequence) throws(ActivationError) {
    let place = Int32(sequenceCount)
    let padding = [Int](
      repeating: ShardLayout.padding, count: contextSize - sequence.tokens.count)
    try tokens.append((sequence.tokens + padding).map { Int32($0) })
    try sequenceDocuments.append([Int32(sequence.document)])
    try sequenceOffsets.append([Int64(sequence.offset)])
    try rowSequences.append([Int32](repeating: place, count: sequence.positions.count))
    try rowPositions.append(sequence.positions.map { Int32($0) })
    try rowSpecial?.append(sequence.positions.map { Int8($0 < sequence.prefixCount ? 1 : 0) })
    for (column, values) in zip(labels, sequence.labels) { try column.append(floats: values) }
  }

  /// Writes what is left, and closes the datasets.
  func finish() throws(ActivationError) {
    for column in [tokens, sequenceDocuments, sequenceOffsets, rowSequences, rowPositions] + labels
    {
      try column.finish()
    }
    try rowSpecial?.finish()
  }
}
