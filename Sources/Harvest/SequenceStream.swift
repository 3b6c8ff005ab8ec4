import Corpora
import Tokenizers

/// The sequences of a corpus, one document after another, each cut into contexts.
///
/// A document's tokens are split where a context is full; its last sequence is as short as what is
/// left. No sequence holds parts of two documents.
struct SequenceStream {
  private let documents: DocumentStream
  private let recipe: Recipe
  private let tokenizer: Tokenizer
  private let prefix: [Int]
  private let textTokensPerContext: Int
  private let maxDocumentTokens: Int?
  private var documentCount = 0
  private var waiting: ArraySlice<PackedSequence> = []

  /// What has been read and passed over so far.
  private(set) var progress = CorpusProgress()

  init(
    corpus: Corpus, options: HarvestOptions, tokenizer: Tokenizer, beginning: Int?
  ) {
    documents = corpus.documents()
    recipe = options.recipe
    self.tokenizer = tokenizer
    prefix = beginning.map { [$0] } ?? []
    maxDocumentTokens = options.maxDocumentTokens
    textTokensPerContext = options.contextSize - prefix.count
    precondition(
      textTokensPerContext >= 1, "SequenceStream: a context of \(options.contextSize)")
  }

  /// The next sequence; nil behind the last.
  mutating func next() -> PackedSequence? {
    while waiting.isEmpty, let item = documents.next() { take(item) }
    return waiting.popFirst()
  }

  private mutating func take(_ item: DocumentStream.Item) {
    switch item {
    case .document(let document):
      progress.documentsRead += 1
      progress.bytesRead += document.text.utf8.count
      waiting = sequences(of: document)[...]
    case .passedOver(let error): progress.skipped.append("\(error)")
    }
    documentCount += 1
  }

  private func sequences(of document: Document) -> [PackedSequence] {
    let text = document.isHTML ? recipe.apply(to: document.text) : document.text
    // A page's text is data: the names of special tokens in it are not those tokens.
    let tokens = tokenizer.encode(text, parsingSpecialTokens: false)
      .prefix(maxDocumentTokens ?? .max)
    return stride(from: 0, to: tokens.count, by: textTokensPerContext).map { start in
      let window = tokens[start..<min(start + textTokensPerContext, tokens.count)]
      return PackedSequence(
        documentIndex: documentCount, documentID: document.id, title: document.title,
        offset: window.first?.range.lowerBound ?? 0, tokens: prefix + window.map(\.id),
        prefixCount: prefix.count)
    }
  }
}

/// How far a corpus has been read.
public struct CorpusProgress: Sendable {
  /// Documents read.
  public internal(set) var documentsRead = 0

  /// Bytes of their text, before cleaning.
  public internal(set) var bytesRead = 0

  /// Why documents were passed over, a line each.
  public internal(set) var skipped: [String] = []
}
