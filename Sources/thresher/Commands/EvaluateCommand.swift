import ArgumentParser

/// `thresher evaluate`: how well what was trained does elsewhere.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score a trained probe on another harvest.",
    subcommands: [EvaluateProbeCommand.self])
}
