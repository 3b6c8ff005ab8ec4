import ArgumentParser

/// `thresher evaluate`: what is worth what was trained.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluate a sparse autoencoder.",
    subcommands: [EvaluateSAECommand.self])
}
