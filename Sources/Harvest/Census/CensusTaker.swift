public import Corpora
public import Tokenizers

/// Counts what there is in a corpus.
public struct CensusTaker: Sendable {
  private let recipe: Recipe
  private let tokenizer: Tokenizer?
  private let labels: [(name: String, label: Label)]
  private let threadCount: Int

  /// Makes a count of documents as a recipe leaves them.
  ///
  /// - Parameters:
  ///   - recipe: How pages are cleaned.
  ///   - tokenizer: What makes tokens of them; nil to leave tokens and labels out.
  ///   - labels: The names of labels to count.
  ///   - threadCount: How many threads work; what is counted does not depend on it.
  /// - Throws: `HarvestError` with code `.unknownLabel`.
  public init(
    recipe: Recipe, tokenizer: Tokenizer?, labels: [String], threadCount: Int
  ) throws(HarvestError) {
    precondition(
      labels.isEmpty || tokenizer != nil, "CensusTaker: labels are told of a tokenizer's tokens")
    self.recipe = recipe
    self.tokenizer = tokenizer
    var named: [(name: String, label: Label)] = []
    for name in labels { named.append((name, try Label(named: name))) }
    self.labels = named
    self.threadCount = threadCount
  }

  /// Counts a corpus, or its beginning.
  ///
  /// - Parameters:
  ///   - corpus: The documents.
  ///   - sample: After how many documents to stop and estimate the rest; nil for never.
  ///   - isStrict: Whether a document that must be passed over is a fault.
  ///   - progress: Called after each document with the number of documents.
  /// - Returns: The count.
  /// - Throws: `CorpusError` of the first document that is passed over, if that is a fault.
  public func census(
    of corpus: Corpus, sample: Int? = nil, isStrict: Bool = false, progress: (Int) -> Void
  ) throws(CorpusError) -> CorpusCensus {
    let counts = PreparedDocuments(corpus.documents(), threadCount: threadCount) { count(of: $0) }
    var tally = CensusTally(hasTokens: tokenizer != nil)
    while tally.documents < sample ?? .max, let item = counts.next() {
      switch item {
      case .value(let count): tally.add(count)
      case .passedOver(let error) where isStrict: throw error
      case .passedOver(let error): tally.passOver(error)
      }
      progress(counts.cursor.ordinal)
    }
    let isCut = sample.map { tally.documents >= $0 } ?? false
    guard isCut, counts.packedByteCount > 0 else { return tally.census }
    return tally.estimate(
      readBytes: counts.packedByteCount, ofBytes: max(corpus.packedByteCount, 1))
  }

  private func count(of document: Document) -> DocumentCount {
    let text = recipe.apply(to: document)
    let bytes = Array(text.utf8)
    var count = DocumentCount(
      isHTML: document.isHTML, bytes: document.text.utf8.count, cleanedBytes: bytes.count)
    if document.isHTML { count.tags = TagCounts(in: bytes) }
    guard let tokenizer else { return count }
    let tokens = tokenizer.encode(text, parsingSpecialTokens: false)
    count.tokens = tokens.count
    let labelled = LabelledText(text, tokens, for: labels.map(\.label))
    for (name, label) in labels { count.labels[name] = Self.count(labelled.values(label)) }
    return count
  }

  private static func count(_ values: [Float]) -> CorpusCensus.LabelCount {
    var count = CorpusCensus.LabelCount()
    for value in values where !value.isNaN {
      count.labelled += 1
      count.positive += value == 0 ? 0 : 1
      count.sum += Double(value)
    }
    return count
  }
}
