import Corpora
import Foundation
import Glibc
import Transformers

extension Harvester {
  /// Counts the text, harvests a sample into a folder of its own, and tells what the harvest takes.
  ///
  /// Bytes are those of the shards that the counted sequences make. Time and memory are the
  /// sample's own: its model, its batches and its shard are the harvest's.
  ///
  /// - Parameters:
  ///   - seconds: How long text is counted; the rest is carried on from the files or tokens so far.
  ///   - progress: Called now and then with the number of tokens counted.
  /// - Returns: The estimate.
  /// - Throws: What reading the corpus, the model or the sample throws.
  public func estimate(
    countingFor seconds: Double = 60, progress: (_ tokens: Int) -> Void = { _ in }
  ) throws -> HarvestEstimate {
    var estimate = try count(for: seconds, progress: progress)
    let sample = try harvestSample()
    estimate.sampleTokens = sample.tokens
    estimate.sampleSeconds = sample.seconds
    estimate.seconds = Double(estimate.tokens) * sample.seconds / Double(max(1, sample.tokens))
    estimate.peakMemoryBytes = peakMemoryByteCount()
    return estimate
  }

  /// Counts the corpus's sequences, or as many as there is time for.
  private func count(
    for seconds: Double, progress: (Int) -> Void
  ) throws -> HarvestEstimate {
    let start = ContinuousClock.now
    var tally = ShardTally(manifest, shardRows: options.shardRows)
    var stream = SequenceStream(
      corpus: corpus, options: options, tokenizer: model.tokenizer, beginning: beginning)
    while let sequence = try stream.next() {
      tally.add(sequence)
      progress(tally.estimate.tokens)
      guard (ContinuousClock.now - start) / .seconds(1) < seconds else {
        return carriedOn(tally, stream.progress.cursor)
      }
    }
    tally.closeShard()
    return tally.estimate
  }

  /// The counts of a part of the text, grown by the share of the tokens or files that it is.
  private func carriedOn(_ tally: ShardTally, _ cursor: CorpusCursor) -> HarvestEstimate {
    var tally = tally
    tally.closeShard()
    var estimate = tally.estimate
    estimate.isCounted = false
    let files = cursor.sources.reduce(0) { $0 + $1.file }
    let byFiles = files > 0 ? Double(corpus.fileCount) / Double(files) : .infinity
    let byTokens =
      options.maxTokens.map { Double($0) / Double(options.part.count * estimate.tokens) }
      ?? .infinity
    let factor = min(byFiles, byTokens)
    if factor.isFinite { estimate.scale(by: max(1, factor)) }
    return estimate
  }

  /// Harvests a few batches beside the harvest's folder, and removes them.
  private func harvestSample() throws -> (tokens: Int, seconds: Double) {
    let folder = "\(folder).sample-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var options = options
    options.maxTokens = min(options.maxTokens ?? .max, 4 * options.tokensPerBatch)
    options.part = .whole
    options.maxBytes = nil
    let harvester = try Harvester(
      model: model, corpus: corpus, options: options, folder: folder)
    var tokens = 0
    let outcome = try harvester.harvest { tokens = $0 }
    return (tokens, outcome.times.total)
  }
}

/// The most memory that this process has taken so far, in bytes.
///
/// Source: `VmHWM` of proc(5).
func peakMemoryByteCount() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0)
    * 1024
}
