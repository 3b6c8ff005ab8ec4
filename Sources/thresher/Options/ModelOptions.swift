import ArgumentParser
import Downloads
import Transformers

/// Which model, and how texts are put to it.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A known name, a folder in Hugging Face layout, or a .gguf file.", valueName: "model"))
  var model: String

  @Option(help: "Whether a text is read after BOS: model, always, never.")
  var bos: BOSPolicy = .model

  @Option(
    help: "Weight processing: none, standard (as TransformerLens), or a list of its steps.")
  var processing = "none"

  /// Finds the model's files and reads them.
  func load() throws -> LanguageModel {
    try LanguageModel(
      at: try LocalModels().find(model).path, name: model, processing: try Processing(processing))
  }
}
