import ArgumentParser

/// `thresher train`: autoencoders and probes from harvests, models and tokenizers from text.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train autoencoders and probes on a harvest, language models and tokenizers on text.",
    subcommands: [
      TrainSAECommand.self, TrainProbeCommand.self, TrainLMCommand.self, TrainTokenizerCommand.self,
    ])
}
