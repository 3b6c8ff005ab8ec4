import ArgumentParser

/// The command line: one subcommand a file.
@main
struct Thresher: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thresher",
    abstract: "Harvest a language model's activations, thresh them into features, rank them.",
    version: "0.1.0")
}
