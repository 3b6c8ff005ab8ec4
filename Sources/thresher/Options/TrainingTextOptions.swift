import ArgumentParser
import Corpora

/// Which text a model or a tokenizer learns from.
struct TrainingTextOptions: ParsableArguments {
  @Option(
    name: .customLong("corpus"),
    help: "Where documents lie: a folder, file, archive, dump or glob; code:FOLDER.")
  var sources: [String]

  @Option(
    name: .customLong("recipe"),
    help: "How pages are cleaned: wikipedia, article, text, raw, or steps joined by '+'.")
  var recipeName = "raw"

  /// The documents.
  func corpus() throws -> Corpus { try Corpus(sources: sources) }

  /// What cleans pages.
  func recipe() throws -> Recipe { try Recipe(named: recipeName) }
}
