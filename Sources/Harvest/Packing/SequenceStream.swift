import Activations
import Corpora
import Tokenizers

/// The sequences of one part of a corpus, one document after another.
struct SequenceStream {
  private let documents: DocumentStream
  private let options: HarvestOptions
  private let packer: TextPacker
  private let beginning: Int?

  /// Whether documents of other parts are read too, for their tokens to be counted.
  private let countsOthers: Bool
  private var waiting: ArraySlice<PackedSequence> = []
  private var tokensRead = 0

  /// What has been read and passed over so far.
  private(set) var progress = CorpusProgress()

  /// Makes a stream that begins with a corpus.
  init(corpus: Corpus, options: HarvestOptions, tokenizer: Tokenizer, beginning: Int?) {
    self.init(
      corpus: corpus, from: CorpusCursor(), options: options, tokenizer: tokenizer,
      beginning: beginning)
  }

  private init(
    corpus: Corpus, from cursor: CorpusCursor, options: HarvestOptions, tokenizer: Tokenizer,
    beginning: Int?
  ) {
    countsOthers = options.maxTokens != nil
    documents = corpus.documents(from: cursor, slice: countsOthers ? .whole : options.part)
    self.options = options
    self.beginning = beginning
    packer = TextPacker(
      packing: options.packing, tokenizer: tokenizer, contextSize: options.contextSize,
      prefixCount: beginning == nil ? 0 : 1, maxDocumentTokens: options.maxDocumentTokens ?? .max)
    progress.cursor = cursor
  }

  /// Makes a stream that goes on behind a place.
  ///
  /// - Throws: `HarvestError` with code `.otherSettings` when the corpus is not what it was.
  init(
    corpus: Corpus, resumingAt place: ReadingPlace, options: HarvestOptions, tokenizer: Tokenizer,
    beginning: Int?, path: String
  ) throws {
    self.init(
      corpus: corpus, from: try CorpusCursor(json: place.document, path: path), options: options,
      tokenizer: tokenizer, beginning: beginning)
    tokensRead = place.tokens
    var last: PackedSequence?
    for _ in 0..<place.sequences { last = try next() }
    guard last?.number == place.sequences - 1, last?.isCut == place.isCut ?? false else {
      throw HarvestError(
        code: .otherSettings,
        message: """
          the document at which the last shard ends is not what it was: a source has changed, or \
          an earlier --max-tokens cut its last sequence; choose another --output
          """,
        path: path)
    }
  }

  /// The next sequence of this part within the token budget; nil behind the last.
  ///
  /// - Throws: `HarvestError` with code `.badDocument` where one is passed over, if none may be.
  mutating func next() throws(HarvestError) -> PackedSequence? {
    while waiting.isEmpty, hasBudget, let item = documents.next() { try take(item) }
    return waiting.popFirst()
  }

  private var hasBudget: Bool {
    tokensRead < options.maxTokens ?? .max && progress.cursor.ordinal < options.maxDocuments ?? .max
  }

  private mutating func take(_ item: DocumentStream.Item) throws(HarvestError) {
    let start = progress.cursor
    progress.cursor = documents.cursor
    let index = progress.cursor.ordinal - 1
    guard index < options.maxDocuments ?? .max else { return }
    switch item {
    case .document(let document):
      let source = PackedSequence.Source(
        index: index, id: document.id, title: document.title, start: start, end: progress.cursor,
        tokensBefore: tokensRead)
      let sequences = try sequences(of: document, source)
      if options.part.contains(index) { waiting = labelled(sequences)[...] }
    case .passedOver(let error): try passOver("\(error)")
    }
  }

  private mutating func sequences(
    of document: Document, _ source: PackedSequence.Source
  ) throws(HarvestError) -> [PackedSequence] {
    let text = options.recipe.apply(to: document)
    var reasons: [String] = []
    let pieces = packer.pieces(of: text) { reasons.append("\(document.path), \($0)") }
    for reason in reasons { try passOver(reason) }
    let choices = options.positions.choices(
      from: pieces, text: text, documentID: document.id, seed: options.seed)
    var sequences: [PackedSequence] = []
    for (piece, choice) in zip(pieces, choices) where tokensRead < options.maxTokens ?? .max {
      let left = (options.maxTokens ?? .max) - tokensRead
      tokensRead += min(left, piece.tokens.count)
      sequences.append(
        sequence(of: piece, choice, source, number: sequences.count, tokenLimit: left))
    }
    return sequences
  }

  /// The sequences of a document, or of its prompts, with the labels of their rows.
  private func labelled(_ sequences: [PackedSequence]) -> [PackedSequence] {
    guard !options.labels.isEmpty else { return sequences }
    var labelled = sequences
    var start = 0
    while start < sequences.count {
      let id = sequences[start].source.id
      let end = sequences[start...].firstIndex { $0.source.id != id } ?? sequences.count
      let document = DocumentTokens(
        tokens: sequences[start..<end].map(\.tokens), prefixCount: sequences[start].prefixCount,
        paddingToken: options.packing.paddingToken(of: packer.tokenizer),
        tokenizer: packer.tokenizer)
      let columns = document.labels(options.labels)
      for index in start..<end {
        labelled[index].labels = columns.map { column in
          sequences[index].positions.map { column[index - start][$0] }
        }
      }
      start = end
    }
    return labelled
  }

  private func sequence(
    of piece: TextPiece, _ choice: [Int], _ source: PackedSequence.Source, number: Int,
    tokenLimit: Int
  ) -> PackedSequence {
    let text = piece.tokens.prefix(tokenLimit)
    let isCut = text.count < piece.tokens.count
    let kept = isCut && options.positions == .last ? [text.count - 1] : choice
    let prefix = beginning.map { [$0] } ?? []
    let special = options.flagsSpecialRows && !kept.isEmpty ? Array(prefix.indices) : []
    let tokens = prefix + text.map(\.id)
    return PackedSequence(
      source: source.naming(prompt: piece.prompt), number: number, offset: piece.offset,
      tokens: tokens + padding(behind: tokens.count), prefixCount: prefix.count,
      textTokenCount: text.count,
      positions: special + kept.filter { $0 < text.count }.map { $0 + prefix.count },
      isCut: isCut)
  }

  private func padding(behind count: Int) -> [Int] {
    guard let token = options.packing.paddingToken(of: packer.tokenizer) else { return [] }
    return Array(repeating: token, count: options.contextSize - count)
  }

  private mutating func passOver(_ reason: String) throws(HarvestError) {
    guard !options.isStrict else {
      throw HarvestError(code: .badDocument, message: reason, path: "--strict")
    }
    progress.passedOver += 1
    if progress.reasons.count < CorpusProgress.reasonLimit { progress.reasons.append(reason) }
  }
}
