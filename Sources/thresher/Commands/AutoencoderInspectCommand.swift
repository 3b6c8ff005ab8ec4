import ArgumentParser
import Autoencoders

/// `thresher autoencoder inspect`: what an autoencoder's files say.
struct AutoencoderInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print what an autoencoder is, and where it belongs.",
    discussion: """
      EXAMPLE
        thresher autoencoder inspect Checkpoints/pages-sae
      """)

  @Argument(help: "A folder or file of any tool that Thresher reads.")
  var path: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let summary = AutoencoderSummary(of: try SavedAutoencoder(at: path), path: path)
    if common.json { return try printJSON(summary) }
    print(summary.text)
  }
}
