public import Corpora
public import Tokenizers

/// The texts of a corpus, as tasks read them.
public struct TaskCorpus: Sendable {
  /// Where the texts come from.
  public var corpus: Corpus

  /// How pages are cleaned.
  public var recipe: Recipe

  /// How many documents are passed over at first.
  public var droppedDocuments = 0

  /// How many documents are read then.
  public var maxDocuments = 40

  /// How many tokens of each are read, those that open it among them.
  public var contextSize = 512

  /// How many tokens come before the first that is asked about.
  public var skippedTokens = 32

  /// Reads tasks' texts from a corpus.
  ///
  /// - Parameters:
  ///   - corpus: Where they come from.
  ///   - recipe: How pages are cleaned.
  public init(_ corpus: Corpus, recipe: Recipe) {
    self.corpus = corpus
    self.recipe = recipe
  }

  /// Gives each text to a closure, one after another.
  ///
  /// - Parameters:
  ///   - measures: What is asked of them.
  ///   - tokenizer: The model's tokenizer.
  ///   - prefix: Tokens that open every sequence.
  ///   - body: What is done with each.
  /// - Throws: What the closure throws.
  public func forEach(
    asking measures: [TaskMeasure], of tokenizer: Tokenizer, prefix: [Int],
    _ body: (TaskText) throws -> Void
  ) rethrows {
    let documents = corpus.documents()
    var count = 0
    while count < droppedDocuments + maxDocuments, let item = documents.next() {
      guard case .document(let document) = item else { continue }
      count += 1
      guard count > droppedDocuments else { continue }
      try body(
        TaskText(
          recipe.apply(to: document), asking: measures, of: tokenizer, prefix: prefix,
          contextSize: contextSize, skipping: skippedTokens))
    }
  }
}
