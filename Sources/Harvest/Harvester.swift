public import Activations
public import Corpora
import Foundation
import Tensors
public import Transformers

/// Reads a corpus with a model and lays its activations down in shards.
///
/// A shard ends at the end of a sequence, and the model's batches begin anew with each shard: so
/// a harvest that was interrupted goes on from its last whole shard, and ends in the same bytes as
/// one that never was.
public struct Harvester {
  /// The version of Thresher that manifests record.
  public static let toolVersion = "0.1.0"

  private let model: LanguageModel
  private let options: HarvestOptions
  private let folder: String
  private var stream: SequenceStream
  private var manifest: Manifest
  private var textTokenCount = 0

  /// Makes ready to harvest a corpus into a folder, after what the folder already holds.
  ///
  /// - Parameters:
  ///   - model: The model that reads.
  ///   - corpus: What it reads.
  ///   - options: What is taken, and how it is laid down.
  ///   - folder: The harvest's folder; made if it is not there.
  /// - Throws: `HarvestError` with code `.otherSettings` when the folder holds a harvest of another
  ///   model, corpus or layout.
  public init(
    model: LanguageModel, corpus: Corpus, options: HarvestOptions, folder: String
  ) throws {
    precondition(options.sites.allSatisfy(\.hasRows), "Harvester: a site without rows")
    self.model = model
    self.options = options
    self.folder = folder
    let beginning = try model.beginning(under: options.bos)
    stream = SequenceStream(
      corpus: corpus, options: options, tokenizer: model.tokenizer, beginning: beginning)
    let fresh = try Manifest(
      of: model, options: options, sources: corpus.sources, prependsBOS: beginning != nil)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    manifest = try fresh.resuming(folder: folder)
  }

  /// Harvests until the corpus or the token budget ends.
  ///
  /// - Parameter progress: Called after each batch with the number of tokens read so far.
  /// - Returns: The harvest's manifest, and how far the corpus was read.
  /// - Throws: The first fault; every finished shard stays, and the same call goes on behind it.
  public mutating func harvest(
    progress: (_ tokens: Int) -> Void
  ) throws -> (manifest: Manifest, progress: CorpusProgress) {
    let lock = try HarvestLock(folder: folder)
    try passOverFinishedShards()
    while let sequences = nextBatch(rowsInShard: 0) {
      try harvestShard(beginningWith: sequences, progress: progress)
    }
    guard !manifest.shards.isEmpty else { throw emptyHarvest() }
    try manifest.write(toFolder: folder)
    withExtendedLifetime(lock) {}
    return (manifest, stream.progress)
  }

  /// Reads the sequences that lie in shards already, without running the model.
  private mutating func passOverFinishedShards() throws(HarvestError) {
    let finished = manifest.shards.reduce(0) { $0 + ($1.sequences ?? 0) }
    for _ in 0..<finished { _ = nextSequence() }
    let rows = manifest.shards.reduce(0) { $0 + ($1.rows ?? 0) }
    guard textTokenCount == rows else {
      throw HarvestError(
        code: .otherSettings,
        message: """
          this folder holds \(rows) tokens, where the corpus now gives \(textTokenCount) in as many \
          sequences: a file has changed, or an earlier --max-tokens cut the last sequence; choose \
          another --output
          """,
        path: folder)
    }
  }

  private mutating func harvestShard(
    beginningWith first: [PackedSequence], progress: (Int) -> Void
  ) throws {
    var writer = try ShardWriter(
      index: manifest.shards.count, folder: folder, manifest: manifest,
      firstDocument: first[0].documentIndex)
    var batch: [PackedSequence]? = first
    var lastDocument: (place: Int, index: Int)?
    while let sequences = batch {
      let result = try model.transformer(
        Run(sequences.map(\.tokens), sites: Set(options.sites.map(\.name))))
      for (index, sequence) in sequences.enumerated() {
        if lastDocument?.place != sequence.documentIndex {
          let document = HarvestDocument(id: sequence.documentID, title: sequence.title)
          lastDocument = (sequence.documentIndex, writer.append(document))
        }
        let rows = result.cache.batch.ranges[index].dropFirst(sequence.prefixCount)
        try writer.append(
          HarvestSequence(
            tokens: sequence.tokens, document: lastDocument?.index ?? 0, offset: sequence.offset,
            positions: sequence.positions),
          activations: options.sites.compactMap {
            result.cache[$0.name]?.rows(rows.startIndex..<rows.endIndex)
          })
      }
      progress(textTokenCount)
      batch = nextBatch(rowsInShard: writer.rowCount)
    }
    manifest.shards.append(try writer.finish())
    manifest.note(stream.progress)
    try manifest.write(toFolder: folder)
  }

  /// The sequences to read together; nil when the shard is full or the text is at its end.
  private mutating func nextBatch(rowsInShard: Int) -> [PackedSequence]? {
    var sequences: [PackedSequence] = []
    var (tokens, rows) = (0, rowsInShard)
    while tokens < options.batchTokens, rows < options.shardRows, let sequence = nextSequence() {
      sequences.append(sequence)
      tokens += sequence.tokens.count
      rows += sequence.textTokenCount
    }
    return sequences.isEmpty ? nil : sequences
  }

  /// The next sequence within the token budget.
  private mutating func nextSequence() -> PackedSequence? {
    let left = options.maxTokens.map { $0 - textTokenCount } ?? .max
    guard left > 0, let sequence = stream.next()?.prefix(left) else { return nil }
    textTokenCount += sequence.textTokenCount
    return sequence
  }

  private func emptyHarvest() -> HarvestError {
    let reason = stream.progress.skipped.first.map { "; the first: \($0)" } ?? ""
    return HarvestError(
      code: .noText,
      message: """
        the corpus gave no text: \(stream.progress.documentsRead) documents read, \
        \(stream.progress.skipped.count) passed over\(reason)
        """,
      path: folder)
  }
}
