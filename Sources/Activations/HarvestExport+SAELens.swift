import FoundationEssentials
import Tensors

extension HarvestExport {
  /// Writes a site as SAELens caches activations: a data set folder with a record for each sequence
  /// that fills the context, its rows as `Array2D` under the site's name, and its `token_ids`.
  ///
  /// Where BOS has no row, the records are a position shorter than the context. Sequences that
  /// are shorter, or have rows at some positions only, are left out.
  ///
  /// - Parameters:
  ///   - site: The site.
  ///   - folder: The folder; made if it is not there.
  /// - Returns: How many rows were written.
  /// - Throws: `ActivationError` with code `.mismatch` when no sequence fills the context; or what
  ///   reading and writing throw.
  public func writeSAELensCache(_ site: String, to folder: String) throws -> Int {
    let width = try harvest.width(of: site)
    let length = harvest.manifest.contextSize - (hasBOSWithoutRow ? 1 : 0)
    let index = SequenceIndex(harvest)
    var full: [Int] = []
    for sequence in 0..<(try harvest.sequenceCount)
    where try index.rows(ofSequence: sequence).count == length { full.append(sequence) }
    guard !full.isEmpty else {
      throw ActivationError(
        code: .mismatch,
        message: "no sequence has rows at all of the context's \(length) positions",
        path: harvest.path)
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let data = "data-00000-of-00001.arrow"
    let type = (
      name: "datasets.features.features.Array2DExtensionType",
      metadata: "[[\(length), \(width)], \"float32\"]"
    )
    var stream = try ArrowStream(
      path: "\(folder)/\(data)",
      fields: [
        .list(site, of: .list("item", of: .float("item"), extension: nil), extension: type),
        .fixedSizeList("token_ids", length, of: .int32("item")),
      ])
    let perBatch = max(1, (4 << 20) / (length * width))
    for start in stride(from: 0, to: full.count, by: perBatch) {
      let sequences = full[start..<min(start + perBatch, full.count)]
      try stream.append(sequences, of: site, index, length: length, width: width)
    }
    try stream.finish()
    try write(datasetInfo(site: site, length: length, width: width), "\(folder)/dataset_info.json")
    try write(datasetState(data), "\(folder)/state.json")
    return full.count * length
  }

  private var hasBOSWithoutRow: Bool {
    harvest.manifest.prependBOS == true && harvest.manifest.specialRows != true
  }

  private func write(_ text: String, _ path: String) throws {
    var file = try AtomicFile(path: path)
    let bytes = Array(text.utf8)
    try file.write(bytes.span.bytes)
    try file.commit()
  }
}

extension ArrowStream {
  /// Writes a batch of sequences.
  fileprivate mutating func append(
    _ sequences: ArraySlice<Int>, of site: String, _ index: SequenceIndex, length: Int, width: Int
  ) throws {
    var values: [UInt8] = []
    var tokens: [Int] = []
    for sequence in sequences {
      let rows = try index.harvest.rows(index.rows(ofSequence: sequence), of: site)
      var bytes = [UInt8](repeating: 0, count: 4 * rows.count)
      var elements = bytes.mutableSpan
      var target = elements.mutableBytes
      FloatFormat.float32.encode(rows.span, into: &target)
      values += bytes
      let described = try index.sequence(sequence, document: 0)
      tokens += described.positions.map { described.tokens[$0] }
    }
    let count = sequences.count
    try writeBatch(
      rows: count,
      lengths: [count, count * length, count * length * width, count, count * length],
      buffers: [
        [], int32Bytes((0...count).map { $0 * length }),
        [], int32Bytes((0...count * length).map { $0 * width }),
        [], values,
        [], [], int32Bytes(tokens),
      ])
  }
}

private func int32Bytes(_ numbers: [Int]) -> [UInt8] {
  numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
}

/// What the `datasets` library keeps of a data set's columns.
private func datasetInfo(site: String, length: Int, width: Int) -> String {
  """
  {"features": {"\(site)": {"shape": [\(length), \(width)], "dtype": "float32", \
  "_type": "Array2D"}, "token_ids": {"feature": {"dtype": "int32", "_type": "Value"}, \
  "length": \(length), "_type": "Sequence"}}}

  """
}

/// What the `datasets` library keeps of a data set's files.
private func datasetState(_ file: String) -> String {
  """
  {"_data_files": [{"filename": "\(file)"}], "_fingerprint": "thresher", \
  "_format_columns": null, "_format_kwargs": {}, "_format_type": null, \
  "_output_all_columns": false, "_split": null}

  """
}
