/// Cuts a stream of sequences into batches and shards, which hang on the stream alone.
struct BatchReader {
  private var stream: SequenceStream
  private let shardRows: Int
  private let batchTokens: Int
  private var shardRowCount = 0
  private var shardSequenceCount = 0

  /// The sequence behind the last batch; read ahead to know whether a shard has another.
  private var next: PackedSequence?

  init(_ stream: SequenceStream, options: HarvestOptions) throws(HarvestError) {
    self.stream = stream
    shardRows = options.shardRows
    batchTokens = options.tokensPerBatch
    next = try self.stream.next()
  }

  /// What has been read and passed over so far.
  var progress: CorpusProgress { stream.progress }

  /// The next batch; nil behind the last.
  mutating func nextBatch() throws(HarvestError) -> HarvestBatch? {
    var sequences: [PackedSequence] = []
    var tokens = 0
    while tokens < batchTokens, !isShardFull, let sequence = next {
      sequences.append(sequence)
      tokens += sequence.tokensToRun.count
      shardRowCount += sequence.positions.count
      shardSequenceCount += 1
      next = try stream.next()
    }
    guard !sequences.isEmpty else { return nil }
    let endsShard = isShardFull || next == nil
    if endsShard { (shardRowCount, shardSequenceCount) = (0, 0) }
    return HarvestBatch(sequences: sequences, endsShard: endsShard)
  }

  /// Also by sequences, of which only a few may have rows.
  private var isShardFull: Bool {
    shardRowCount >= shardRows || shardSequenceCount >= shardRows
  }
}
