import Activations
public import Corpora
import Tensors
public import Tokenizers

/// The text of a corpus, cleaned and in tokens, in the folder of a run.
///
/// Documents are parted by their ids: four fifths to learn from, one fifth held out.
public struct PretrainingText: Codable, Equatable, Sendable {
  /// Where the documents come from, as it was given.
  public let sources: [String]

  /// The recipe that cleaned pages.
  public let recipe: String

  /// How many documents there are to learn from.
  public private(set) var trainDocuments = 0

  /// How many tokens they have.
  public private(set) var trainTokens = 0

  /// How many documents are held out.
  public private(set) var heldOutDocuments = 0

  /// How many tokens those have.
  public private(set) var heldOutTokens = 0

  /// How many documents could not be read.
  public private(set) var skippedDocuments = 0

  static func trainFile(in folder: String) -> String { "\(folder)/state/train.bin" }

  static func heldOutFile(in folder: String) -> String { "\(folder)/state/held-out.bin" }

  /// Writes a corpus's tokens to the folder of a run.
  ///
  /// - Parameters:
  ///   - corpus: The documents.
  ///   - recipe: What cleans pages.
  ///   - tokenizer: What makes tokens of them.
  ///   - beginning: The token that opens each document.
  ///   - folder: The run's folder.
  ///   - progress: Told after each document how many have been read.
  /// - Throws: `PretrainingError` with code `.noText` where either part stays empty.
  public init(
    of corpus: Corpus, recipe: Recipe, tokenizer: Tokenizer, beginning: Int, to folder: String,
    progress: (Int) -> Void = { _ in }
  ) throws {
    sources = corpus.sources
    self.recipe = recipe.name
    try makeFolder("\(folder)/state")
    let size = tokenizer.vocabularySize
    var train = try TokenFile.Writer(path: Self.trainFile(in: folder), vocabularySize: size)
    var heldOut = try TokenFile.Writer(path: Self.heldOutFile(in: folder), vocabularySize: size)
    let documents = PreparedDocuments(corpus.documents(), threadCount: Threads.count) { document in
      let tokens = tokenizer.encode(recipe.apply(to: document), parsingSpecialTokens: false)
      return (part: Split.of(documentID: document.id), tokens: [beginning] + tokens.map(\.id))
    }
    while let item = documents.next() {
      switch item {
      case .passedOver: skippedDocuments += 1
      case .value((.train, let tokens)):
        (trainDocuments, trainTokens) = (trainDocuments + 1, trainTokens + tokens.count - 1)
        try train.append(tokens)
      case .value((_, let tokens)):
        (heldOutDocuments, heldOutTokens) = (heldOutDocuments + 1, heldOutTokens + tokens.count - 1)
        try heldOut.append(tokens)
      }
      progress(documents.cursor.ordinal)
    }
    try train.finish()
    try heldOut.finish()
    guard trainTokens > 1 && heldOutTokens > 1 else {
      throw PretrainingError(
        code: .noText,
        message: """
          \(trainTokens) tokens to learn from and \(heldOutTokens) held out: expected documents for \
          both; give more of them
          """, path: sources.joined(separator: ", "))
    }
  }
}
