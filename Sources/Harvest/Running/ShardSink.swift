import Activations
import Foundation
import Tensors

/// Lays batches down in shards, and keeps the manifest.
struct ShardSink: ~Copyable {
  private let folder: String
  private let maxBytes: Int?
  private let shardRows: Int
  private(set) var manifest: Manifest
  private var moments: [SiteMoments]
  private var byteCount: Int
  private var writer: ShardWriter?
  private var document: (id: String, index: Int)?

  /// Whether there is no room for another shard.
  private(set) var isFull = false

  /// Makes a sink that goes on behind a manifest's shards.
  init(_ manifest: Manifest, folder: String, options: HarvestOptions) throws {
    let harvest = manifest.shards.isEmpty ? nil : try HarvestFolder(path: folder)
    let byteCount = try harvest?.info().bytes ?? 0
    let moments = try manifest.sites.map {
      try harvest?.moments(of: $0.name) ?? SiteMoments(width: $0.width ?? 0)
    }
    var resumed = manifest
    for site in moments.indices { resumed.sites[site].record(moments[site]) }
    self.manifest = resumed
    self.folder = folder
    self.byteCount = byteCount
    self.moments = moments
    maxBytes = options.maxBytes
    shardRows = options.shardRows
  }

  /// Writes a batch's sequences and rows.
  mutating func take(_ batch: HarvestBatch, _ activations: [[Matrix]]) throws {
    guard !isFull else { return }
    if writer == nil, try !begin(with: batch.sequences[0]) { return }
    for (sequence, rows) in zip(batch.sequences, activations) { try append(sequence, rows) }
    if batch.endsShard, let last = batch.sequences.last { try finishShard(endingWith: last) }
  }

  private mutating func begin(with sequence: PackedSequence) throws -> Bool {
    isFull = maxBytes.map { byteCount + expectedShardBytes > $0 } ?? false
    guard !isFull else { return false }
    writer = try ShardWriter(
      index: manifest.shards.count, folder: folder, manifest: manifest,
      firstDocument: sequence.source.index)
    document = nil
    return true
  }

  /// About how many bytes a full shard takes: what the longest sequence may add to it included.
  private var expectedShardBytes: Int {
    let rows = shardRows + manifest.contextSize
    return ShardSize(
      rows: rows, sequences: rows / manifest.contextSize + 1, documents: 1, longestID: 1,
      longestTitle: 1
    ).byteCount(for: manifest)
  }

  private mutating func append(_ sequence: PackedSequence, _ rows: [Matrix]) throws {
    if document?.id != sequence.source.id || document == nil {
      let source = sequence.source
      let described = HarvestDocument(id: source.id, title: source.title, index: source.index)
      document = (source.id, writer?.append(described) ?? 0)
    }
    try writer?.append(
      HarvestSequence(
        tokens: sequence.tokens, document: document?.index ?? 0, offset: sequence.offset,
        positions: sequence.positions, prefixCount: sequence.prefixCount,
        labels: sequence.labels),
      activations: rows)
  }

  private mutating func finishShard(endingWith last: PackedSequence) throws {
    guard let (summary, shardMoments) = try writer.take()?.finish() else { return }
    var shard = summary
    shard.end = try last.end()
    manifest.shards.append(shard)
    byteCount += try fileByteCount(of: "\(folder)/\(shard.file)")
    moments = zip(moments, shardMoments).map { $0.combined(with: $1) }
    for site in moments.indices { manifest.sites[site].record(moments[site]) }
    manifest.note(last.source.end)
    try manifest.write(toFolder: folder)
  }
}

/// How many bytes a file takes.
private func fileByteCount(of path: String) throws -> Int {
  try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
}
