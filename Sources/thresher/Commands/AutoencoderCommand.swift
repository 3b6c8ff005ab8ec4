import ArgumentParser

/// `thresher autoencoder`: the files of sparse autoencoders.
struct AutoencoderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "autoencoder",
    abstract: "Look at a sparse autoencoder's files, and convert them.",
    subcommands: [AutoencoderInspectCommand.self, AutoencoderConvertCommand.self])
}
