import ArgumentParser

/// `thresher evaluate`: how well what was trained does elsewhere.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluate a sparse autoencoder, or a probe on another harvest.",
    subcommands: [EvaluateSAECommand.self, EvaluateProbeCommand.self])
}
