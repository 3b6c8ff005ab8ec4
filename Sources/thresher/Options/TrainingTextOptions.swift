import ArgumentParser
import Corpora

/// Which text a model or a tokenizer learns from.
struct TrainingTextOptions: ParsableArguments {
  @Option(name: .customLong("corpus"), help: "Where documents lie: a folder, a file, or a glob.")
  var sources: [String]

  @Option(
    name: .customLong("recipe"),
    help: "How pages are cleaned: wikipedia, raw, text, or steps separated by commas.")
  var recipeName = "raw"

  /// The documents.
  func corpus() throws -> Corpus { try Corpus(sources: sources) }

  /// What cleans pages.
  func recipe() throws -> Recipe { try Recipe(named: recipeName) }
}
