public import Corpora
public import Tensors
public import Transformers

/// Batches of a model's activations on a corpus, shuffled in a buffer, without touching the disk.
///
/// The corpus is read over and over. Sequences are gathered until their rows fill the buffer, the
/// model reads them, and their rows are given out in a seeded order before the next are gathered.
/// The batches are a function of the model, the corpus, the options and the seed; one asked for
/// again, or far ahead, costs the reading of the text before it, but not the model's.
public final class ActivationStream {
  private let model: LanguageModel
  private let corpus: Corpus
  private let options: HarvestOptions
  private let isWanted: (_ documentID: String) -> Bool
  private let bufferRows: Int
  private let batchRows: Int
  private let beginning: Int?

  private lazy var stream = newStream()
  private var chunk: Chunk?
  private var chunkCount = 0
  private var position = 0

  /// The number of the batch that comes next.
  private var nextNumber = 0

  /// Sequences that are read and shuffled together.
  private struct Chunk {
    var sequences: [PackedSequence]
    var order: [Int]

    /// The rows by site; nil until one is asked for.
    var rows: [String: Matrix]?
  }

  /// Makes ready to read.
  ///
  /// - Parameters:
  ///   - model: The model that reads.
  ///   - corpus: What it reads.
  ///   - options: The sites, and how the text is cut and cleaned.
  ///   - batchRows: How many rows make a batch.
  ///   - bufferRows: About how many rows are shuffled together, and held in memory.
  ///   - isWanted: Whether a document takes part, by its id.
  /// - Throws: `HarvestError` when the model has no BOS that the options ask for.
  public init(
    model: LanguageModel, corpus: Corpus, options: HarvestOptions, batchRows: Int,
    bufferRows: Int = 32_768, isWanted: @escaping (_ documentID: String) -> Bool
  ) throws {
    precondition(
      batchRows >= 1 && bufferRows >= 1, "ActivationStream: \(batchRows), \(bufferRows)")
    self.model = model
    self.corpus = corpus
    self.options = options
    self.isWanted = isWanted
    self.batchRows = batchRows
    self.bufferRows = bufferRows
    beginning = try model.beginning(under: options.bos)
  }

  /// The rows of a batch by site.
  ///
  /// - Parameter number: The batch's number, counted from 0.
  /// - Returns: For every site of the options its rows, shape `[batchRows, width]`.
  /// - Throws: `HarvestError` with code `.noText` when no document of the corpus takes part, and
  ///   what the model throws.
  public func batch(_ number: Int) throws -> [String: Matrix] {
    if number < nextNumber { restart() }
    while nextNumber < number {
      var missing = batchRows
      while missing > 0 { missing -= try takePlaces(missing).count }
      nextNumber += 1
    }
    defer { nextNumber += 1 }
    var parts: [[String: Matrix]] = []
    var missing = batchRows
    while missing > 0 {
      let places = try takePlaces(missing)
      missing -= places.count
      parts.append(try rowsOfChunk().mapValues { $0.gatheringRows(places) })
    }
    return sites.reduce(into: [:]) { batch, site in
      batch[site.name] = Matrix(stacking: parts.compactMap { $0[site.name] })
    }
  }

  private var sites: [Site] { options.sites.map(\.site) }

  private func restart() {
    stream = newStream()
    (chunk, chunkCount, position, nextNumber) = (nil, 0, 0, 0)
  }

  private func newStream() -> SequenceStream {
    SequenceStream(
      corpus: corpus, options: options, tokenizer: model.tokenizer, beginning: beginning)
  }

  /// The places in the chunk of the next rows, at most so many; gathers a new chunk behind the last.
  private func takePlaces(_ count: Int) throws -> [Int] {
    if position == chunk?.order.count ?? 0 { try gatherChunk() }
    let order = chunk?.order ?? []
    let taken = order[position..<min(position + count, order.count)]
    position = taken.endIndex
    return Array(taken)
  }

  private func gatherChunk() throws {
    var (sequences, rows): ([PackedSequence], Int) = ([], 0)
    var isFresh = false
    while rows < bufferRows {
      guard let sequence = try stream.next() else {
        guard !isFresh || rows > 0 else { throw noText() }
        (stream, isFresh) = (newStream(), true)
        continue
      }
      guard isWanted(sequence.source.id) else { continue }
      sequences.append(sequence)
      rows += sequence.positions.count
    }
    var random = SplittableRandom(seed: options.seed).split("ActivationStream")
      .split(UInt64(chunkCount))
    chunk = Chunk(sequences: sequences, order: (0..<rows).shuffled(using: &random))
    chunkCount += 1
    position = 0
  }

  private func noText() -> HarvestError {
    HarvestError(
      code: .noText, message: "no document of the corpus belongs to the training part",
      path: corpus.sources.first ?? "")
  }

  /// The chunk's rows by site, in the order of the text.
  private func rowsOfChunk() throws -> [String: Matrix] {
    if let rows = chunk?.rows { return rows }
    var parts: [[Matrix]] = []
    for sequences in (chunk?.sequences ?? []).batches(ofTokens: options.tokensPerBatch) {
      let batch = HarvestBatch(sequences: sequences, endsShard: false)
      parts += try batch.activations(of: sites, by: model.transformer)
    }
    let rows = sites.enumerated().reduce(into: [:]) { rows, site in
      rows[site.element.name] = Matrix(stacking: parts.map { $0[site.offset] })
    }
    chunk?.rows = rows
    return rows
  }
}

extension [PackedSequence] {
  /// These sequences in runs of about so many tokens.
  fileprivate func batches(ofTokens limit: Int) -> [[PackedSequence]] {
    var batches: [[PackedSequence]] = []
    var tokens = Int.max
    for sequence in self {
      if tokens >= limit {
        batches.append([])
        tokens = 0
      }
      batches[batches.count - 1].append(sequence)
      tokens += sequence.tokensToRun.count
    }
    return batches
  }
}
