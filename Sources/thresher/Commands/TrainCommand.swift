import ArgumentParser

/// `thresher train`: autoencoders and probes from harvests.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train sparse autoencoders and probes on a harvest.",
    subcommands: [TrainSAECommand.self, TrainProbeCommand.self])
}
