import Activations

/// The shards that sequences would fill, counted without writing them.
struct ShardTally {
  private let manifest: Manifest
  private let shardRows: Int
  private var open = ShardSize(
    rows: 0, sequences: 0, documents: 0, longestID: 0, longestTitle: 0)
  private var document: String?
  private var lastDocument: String?

  private(set) var estimate = HarvestEstimate()

  init(_ manifest: Manifest, shardRows: Int) {
    self.manifest = manifest
    self.shardRows = shardRows
  }

  /// Counts a sequence.
  mutating func add(_ sequence: PackedSequence) {
    if document != sequence.source.id {
      document = sequence.source.id
      open.documents += 1
      open.longestID = max(open.longestID, sequence.source.id.utf8.count)
      open.longestTitle = max(open.longestTitle, min(512, sequence.source.title.utf8.count))
    }
    if lastDocument != sequence.source.id { estimate.documents += 1 }
    lastDocument = sequence.source.id
    open.rows += sequence.positions.count
    open.sequences += 1
    estimate.rows += sequence.positions.count
    estimate.sequences += 1
    estimate.tokens += sequence.textTokenCount
    if max(open.rows, open.sequences) >= shardRows { closeShard() }
  }

  /// Counts the shard that is not full.
  mutating func closeShard() {
    guard open.sequences > 0 else { return }
    estimate.shards += 1
    estimate.bytes += open.byteCount(for: manifest)
    open = ShardSize(rows: 0, sequences: 0, documents: 0, longestID: 0, longestTitle: 0)
    document = nil
  }
}
