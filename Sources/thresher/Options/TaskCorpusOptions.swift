import Analysis
import ArgumentParser
import Corpora
import Transformers

/// The texts that a task is asked of, where it is asked of a corpus.
struct TaskCorpusOptions: ParsableArguments {
  @Option(
    help: "Ask of real texts: a folder, a file, or a glob; code:FOLDER for code. Repeatable.")
  var corpus: [String] = []

  @Option(help: "How pages are cleaned: a recipe, or steps joined by '+'.")
  var recipe = "wikipedia"

  @Option(help: "How many tokens of each document are read, BOS included.")
  var context = 512

  @Option(help: "How many documents are read.")
  var maxDocuments = 40

  @Option(help: "How many documents are passed over before the first that is read.")
  var dropDocuments = 0

  @Option(help: "How many tokens come before the first that is asked about.")
  var skip = 32

  func validate() throws {
    guard context >= 2 else { throw ValidationError("--context \(context): expected at least 2") }
    guard maxDocuments >= 1 else { throw ValidationError("--max-documents: expected at least 1") }
    guard dropDocuments >= 0 else { throw ValidationError("--drop-documents: expected 0 or more") }
    guard skip >= 0 else { throw ValidationError("--skip: expected 0 or more") }
  }

  /// The texts, for a model; nil where no corpus is given.
  func texts(for model: LanguageModel, seed: UInt64) throws -> TaskCorpus? {
    guard !corpus.isEmpty else { return nil }
    var texts = TaskCorpus(
      try Corpus(sources: corpus, seed: seed), recipe: try Recipe(named: recipe))
    texts.contextSize = min(context, model.configuration.contextSize)
    texts.maxDocuments = maxDocuments
    texts.droppedDocuments = dropDocuments
    texts.skippedTokens = skip
    return texts
  }
}
