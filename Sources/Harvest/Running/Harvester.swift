import Activations
public import Corpora
import Foundation
import Tensors
public import Transformers

/// Reads a corpus with a model and lays its activations down in shards.
///
/// Three threads work at once: one reads, cleans and cuts the text; this one runs the model; one
/// writes. A shard ends at the end of a sequence, and batches begin anew with each shard: so a
/// harvest that was interrupted goes on from its last whole shard, and ends in the same bytes as
/// one that never was.
public struct Harvester: Sendable {
  /// The version of Thresher that manifests record.
  public static let toolVersion = "0.1.0"

  private let model: LanguageModel
  private let corpus: Corpus
  private let options: HarvestOptions
  private let folder: String
  private let beginning: Int?
  private let manifest: Manifest

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
    self.model = model
    self.corpus = corpus
    self.options = options
    self.folder = folder
    beginning = try model.beginning(under: options.bos)
    manifest = try Manifest(
      of: model, options: options, sources: corpus.sources, prependsBOS: beginning != nil)
  }

  /// Harvests until the corpus, the token budget or the room ends.
  ///
  /// - Parameters:
  ///   - control: What may ask it to stop before.
  ///   - progress: Called after each batch with the number of tokens of text read since it began.
  /// - Returns: What it came to.
  /// - Throws: The first fault; every finished shard stays, and the same call goes on behind it.
  public func harvest(
    control: HarvestControl = HarvestControl(), progress: (_ tokens: Int) -> Void = { _ in }
  ) throws -> HarvestOutcome {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let lock = try HarvestLock(folder: folder)
    defer { withExtendedLifetime(lock) {} }
    let clock = ContinuousClock()
    let start = clock.now
    let found = try manifest.resuming(folder: folder)
    let text = BoundedQueue<HarvestBatch>(capacity: 2)
    let rows = BoundedQueue<FilledBatch>(capacity: 1)
    let reader = Worker("reader") { try read(behind: found.shards.last?.end, into: text) }
    let writer = Worker("writer") { try write(rows, behind: found) }
    let computed = Result {
      try compute(from: text, into: rows, control: control, progress: progress)
    }
    text.close()
    rows.finish()
    let (textEnd, rowsEnd) = (Result { try reader.value() }, Result { try writer.value() })
    var times = try computed.get()
    let laidDown = try rowsEnd.get()
    times.writing = laidDown.seconds
    times.total = (clock.now - start) / .seconds(1)
    return try outcome(laidDown, try textEnd.get(), isStopped: control.isStopped, times)
  }

  /// Reads, cleans and cuts the text, until it ends or nobody wants more.
  private func read(
    behind place: ReadingPlace?, into queue: BoundedQueue<HarvestBatch>
  ) throws -> (progress: CorpusProgress, isAtEnd: Bool) {
    defer { queue.finish() }
    let stream =
      if let place {
        try SequenceStream(
          corpus: corpus, resumingAt: place, options: options, tokenizer: model.tokenizer,
          beginning: beginning, path: folder)
      } else {
        SequenceStream(
          corpus: corpus, options: options, tokenizer: model.tokenizer, beginning: beginning)
      }
    var batches = try BatchReader(stream, options: options)
    while let batch = try batches.nextBatch() {
      guard queue.push(batch) else { return (batches.progress, false) }
    }
    return (batches.progress, true)
  }

  /// Runs the model on every batch.
  private func compute(
    from text: BoundedQueue<HarvestBatch>, into rows: BoundedQueue<FilledBatch>,
    control: HarvestControl, progress: (Int) -> Void
  ) throws -> HarvestTimes {
    var times = HarvestTimes()
    let sites = options.sites.map(\.site.name)
    var tokens = 0
    while !control.isStopped, let batch = timed(&times.waitingForText, { text.pop() }) {
      let filled = try timed(&times.computing) {
        FilledBatch(
          batch: batch,
          activations: try batch.activations(of: sites, by: model.transformer))
      }
      guard timed(&times.waitingForWriter, { rows.push(filled) }) else { break }
      tokens += batch.textTokenCount
      progress(tokens)
    }
    return times
  }

  /// Writes every batch, until there are no more or there is no room.
  private func write(
    _ queue: BoundedQueue<FilledBatch>, behind manifest: Manifest
  ) throws -> LaidDown {
    defer { queue.close() }
    var sink = try ShardSink(manifest, folder: folder, options: options)
    var seconds = 0.0
    while !sink.isFull, let filled = queue.pop() {
      try timed(&seconds) { try sink.take(filled.batch, filled.activations) }
    }
    return LaidDown(manifest: sink.manifest, isFull: sink.isFull, seconds: seconds)
  }

  private func outcome(
    _ laidDown: LaidDown, _ read: (progress: CorpusProgress, isAtEnd: Bool), isStopped: Bool,
    _ times: HarvestTimes
  ) throws -> HarvestOutcome {
    var manifest = laidDown.manifest
    let ending: HarvestOutcome.Ending =
      laidDown.isFull ? .quota : isStopped || !read.isAtEnd ? .stopped : .complete
    if ending == .complete {
      guard !manifest.shards.isEmpty || options.part.count > 1 else {
        throw emptyHarvest(read.progress)
      }
      manifest.isComplete = true
      manifest.note(read.progress.cursor)
      try manifest.write(toFolder: folder)
    }
    return HarvestOutcome(
      ending: ending, manifest: manifest, progress: read.progress, times: times)
  }

  private func emptyHarvest(_ progress: CorpusProgress) -> HarvestError {
    let reason = progress.reasons.first.map { "; the first: \($0)" } ?? ""
    return HarvestError(
      code: .noText,
      message: """
        the corpus gave no text: \(progress.cursor.documentsRead) documents read, \
        \(progress.passedOver) passed over\(reason)
        """,
      path: folder)
  }
}

/// A batch and its activations: for each sequence, of each site the rows.
private struct FilledBatch: Sendable {
  let batch: HarvestBatch
  let activations: [[Matrix]]
}

/// What the writer came to.
private struct LaidDown: Sendable {
  let manifest: Manifest
  let isFull: Bool
  let seconds: Double
}

/// Adds the seconds that a piece of work takes to a sum.
private func timed<Value, Failure: Error>(
  _ sum: inout Double, _ work: () throws(Failure) -> Value
) throws(Failure) -> Value {
  let start = ContinuousClock.now
  defer { sum += (ContinuousClock.now - start) / .seconds(1) }
  return try work()
}
