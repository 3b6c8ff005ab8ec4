import ArgumentParser
import Autoencoders

/// `thresher autoencoder convert`: any tool's autoencoder as SAELens's folder.
struct AutoencoderConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write the autoencoder of any tool as a folder that SAELens and Thresher read.",
    discussion: """
      Reads SAELens (also its training folders and its pickles of old), dictionary_learning,
      sparsify, OpenAI and Gemma Scope; what lies in the files says whose they are.

      EXAMPLE
        thresher autoencoder convert run/trainer_0 Checkpoints/pythia-sae \\
          --hook-name blocks.3.hook_resid_post
      """)

  @Argument(help: "A folder or file of any of these tools.")
  var source: String

  @Argument(help: "The folder to write.")
  var target: String

  @Option(help: "The model that it belongs to, where the files don't say or are wrong.")
  var modelName: String?

  @Option(help: "The site that it reads, where the files don't say or are wrong.")
  var hookName: String?

  @Option(help: "What activations are multiplied by first, where the files don't say.")
  var inputScale: Float?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard inputScale.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("--input-scale: expected a number above 0")
    }
  }

  func run() throws {
    var saved = try SavedAutoencoder(at: source, inputScale: inputScale)
    if let modelName { saved.metadata.modelName = modelName }
    if let hookName { saved.metadata.hookName = hookName }
    try saved.write(to: target)
    let summary = AutoencoderSummary(of: saved, path: target)
    if common.json { return try printJSON(summary) }
    print("\(target): \(summary.architecture) of \(saved.format.rawValue)")
    if !summary.isKnownToSAELens {
      note("note: SAELens has no '\(summary.architecture)'; Thresher reads it")
    }
  }
}
