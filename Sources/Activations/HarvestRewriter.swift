import Tensors

/// Lays sequences of harvests down anew: what joining and dividing harvests have in common.
///
/// Rows keep their values in every format. A shard ends with the sequence that brings it to its
/// rows, as a harvest's does, so that the joined parts of a harvest lie as the whole would.
struct HarvestRewriter: ~Copyable {
  private let folder: String
  private let shardRows: Int
  private(set) var manifest: Manifest
  private var moments: [SiteMoments]
  private var writer: ShardWriter?

  /// The document of the latest sequence, and its index in the shard.
  private var document: (value: HarvestDocument, index: Int)?

  /// Makes a folder's writer; the manifest's own shards are left out.
  init(_ manifest: Manifest, folder: String, shardRows: Int) {
    var fresh = manifest
    fresh.shards = []
    for index in fresh.sites.indices {
      let site = manifest.sites[index]
      fresh.sites[index] = Manifest.Site(name: site.name, width: site.width, dtype: site.dtype)
    }
    self.manifest = fresh
    self.folder = folder
    self.shardRows = shardRows
    moments = manifest.sites.map { SiteMoments(width: $0.width ?? 0) }
  }

  /// Appends sequences that lie one after the other in a harvest, with their rows.
  mutating func append(
    _ sequences: Range<Int>, of index: SequenceIndex
  ) throws(ActivationError) {
    for sequence in sequences { try append(sequence, of: index) }
  }

  private mutating func append(
    _ sequence: Int, of index: SequenceIndex
  ) throws(ActivationError) {
    let described = try index.document(ofSequence: sequence)
    if writer == nil {
      writer = try ShardWriter(
        index: manifest.shards.count, folder: folder, manifest: manifest,
        firstDocument: described.index)
      document = nil
    }
    if document?.value != described {
      document = (described, writer?.append(described) ?? 0)
    }
    let rows = try index.rows(ofSequence: sequence)
    var activations: [Matrix] = []
    for site in manifest.sites {
      activations.append(try index.harvest.rows(rows, of: site.name))
    }
    try writer?.append(
      try index.sequence(sequence, document: document?.index ?? 0), activations: activations)
    try endShardWhereFull()
  }

  private mutating func endShardWhereFull() throws(ActivationError) {
    let isFull = max(writer?.rowCount ?? 0, writer?.sequenceCount ?? 0) >= shardRows
    if isFull { try endShard() }
  }

  private mutating func endShard() throws(ActivationError) {
    guard let (summary, shardMoments) = try writer.take()?.finish() else { return }
    manifest.shards.append(summary)
    for site in moments.indices {
      moments[site] = moments[site].combined(with: shardMoments[site])
      manifest.sites[site].record(moments[site])
    }
  }

  /// Ends the last shard, and writes the manifest.
  consuming func finish() throws(ActivationError) -> Manifest {
    try endShard()
    try manifest.write(toFolder: folder)
    return manifest
  }
}
