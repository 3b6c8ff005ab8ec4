import FoundationEssentials

/// Several harvests made into one.
///
/// The parts `0/n` to `n-1/n` of one corpus become what one process would have made of it: their
/// documents stand in the corpus's order, and the shards end where the whole's would. Harvests of
/// different corpora follow each other in the order in which they are named.
public struct HarvestMerge {
  private let harvests: [HarvestFolder]

  /// Opens the harvests that are to be joined.
  ///
  /// - Parameter paths: Their folders, at least one.
  /// - Throws: `ActivationError` with code `.mismatch` where they differ in model, tokenizer,
  ///   sites, formats or the cutting of text, or where a part is missing, unfinished or twice there.
  public init(_ paths: [String]) throws(ActivationError) {
    precondition(!paths.isEmpty, "HarvestMerge: of nothing")
    var harvests: [HarvestFolder] = []
    for path in paths { harvests.append(try HarvestFolder(path: path)) }
    for harvest in harvests.dropFirst() {
      try harvest.manifest.checkMerging(with: harvests[0].manifest, path: harvest.path)
    }
    self.harvests = try Self.partsInOrder(harvests)
  }

  /// Writes the joined harvest.
  ///
  /// - Parameters:
  ///   - folder: Its folder, which must not hold a harvest; made if it is not there.
  ///   - progress: Called now and then with the number of sequences written so far.
  /// - Returns: Its manifest.
  /// - Throws: `ActivationError` when a shard cannot be read or written.
  public func write(
    to folder: String, progress: (_ sequences: Int) -> Void = { _ in }
  ) throws(ActivationError) -> Manifest {
    try makeHarvestFolder(folder)
    let lock = try HarvestLock(folder: folder)
    defer { withExtendedLifetime(lock) {} }
    var rewriter = HarvestRewriter(
      merged, folder: folder, shardRows: harvests[0].manifest.shardRows ?? 65_536)
    var queues = try harvests.map { (harvest) throws(ActivationError) in
      try SequenceQueue(harvest)
    }
    var done = 0
    while let next = isParts ? Self.lowest(of: queues) : queues.firstIndex(where: { !$0.isEmpty }) {
      let sequences = try queues[next].takeDocument()
      try rewriter.append(sequences, of: queues[next].index)
      done += sequences.count
      progress(done)
    }
    return try rewriter.finish()
  }

  /// The queue whose next document is the first in the corpus; nil when all are empty.
  private static func lowest(of queues: [SequenceQueue]) -> Int? {
    queues.indices.filter { !queues[$0].isEmpty }
      .min { (queues[$0].nextDocument, $0) < (queues[$1].nextDocument, $1) }
  }

  private var isParts: Bool { harvests[0].manifest.part != nil }

  /// The manifest of the joined harvest, as yet without shards.
  private var merged: Manifest {
    var manifest = harvests[0].manifest
    if isParts {
      manifest.corpus?.part = nil
      for index in manifest.corpus?.sources?.indices ?? 0..<0 {
        let sources = harvests.map { $0.manifest.corpus?.sources?[index] }
        manifest.corpus?.sources?[index].documentsRead = sum(sources.map { $0?.documentsRead })
        manifest.corpus?.sources?[index].bytesRead = sum(sources.map { $0?.bytesRead })
      }
    } else {
      manifest.corpus?.sources = harvests.flatMap { $0.manifest.corpus?.sources ?? [] }
    }
    let passedOver = harvests.reduce(into: [:]) { all, harvest in
      all.merge(harvest.manifest.corpus?.passedOver ?? [:], uniquingKeysWith: +)
    }
    manifest.corpus?.passedOver = passedOver.isEmpty ? nil : passedOver
    manifest.isComplete = harvests.allSatisfy { $0.manifest.isComplete == true }
    return manifest
  }

  /// The harvests; in the order of their numbers where they are the parts of one corpus.
  private static func partsInOrder(
    _ harvests: [HarvestFolder]
  ) throws(ActivationError) -> [HarvestFolder] {
    let parts = harvests.map(\.manifest.part)
    guard parts.contains(where: { $0 != nil }) else { return harvests }
    let count = parts.compactMap { $0?.count }.max() ?? 0
    let sorted = zip(harvests, parts).sorted { $0.1?.index ?? 0 < $1.1?.index ?? 0 }
    for (index, (harvest, part)) in sorted.enumerated() {
      guard part?.index == index, part?.count == count, harvests.count == count else {
        throw ActivationError(
          code: .mismatch,
          message: "expected the parts 0/\(count) to \(count - 1)/\(count), each once",
          path: harvest.path)
      }
      guard harvest.manifest.isComplete == true else {
        throw ActivationError(
          code: .mismatch, message: "it is not finished; run its command again",
          path: harvest.path)
      }
    }
    return sorted.map(\.0)
  }
}

/// The sequences of a harvest that are still to be taken, a document at a time.
private struct SequenceQueue {
  let index: SequenceIndex
  private let count: Int
  private var next = 0

  /// The place in the corpus of the next sequence's document; meaningless at the end.
  private(set) var nextDocument = 0

  var isEmpty: Bool { next == count }

  init(_ harvest: HarvestFolder) throws(ActivationError) {
    index = SequenceIndex(harvest)
    count = try harvest.sequenceCount
    try look()
  }

  private mutating func look() throws(ActivationError) {
    if !isEmpty { nextDocument = try index.document(ofSequence: next).index }
  }

  /// Takes the sequences of the next document, or at least one.
  mutating func takeDocument() throws(ActivationError) -> Range<Int> {
    let (start, document) = (next, nextDocument)
    repeat {
      next += 1
      try look()
    } while !isEmpty && nextDocument == document
    return start..<next
  }
}

/// The sum of counts, nil where one is not known.
private func sum(_ counts: [Int?]) -> Int? {
  counts.reduce(0) { total, count in total.flatMap { total in count.map { total + $0 } } }
}
