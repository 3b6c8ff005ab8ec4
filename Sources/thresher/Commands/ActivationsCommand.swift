import ArgumentParser

/// `thresher activations`: what a harvest holds.
struct ActivationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activations",
    abstract: "Look at a harvest, check it, and make others of it.",
    subcommands: [
      ActivationsInfoCommand.self, ActivationsVerifyCommand.self, ActivationsHeadCommand.self,
      ActivationsStatsCommand.self, ActivationsExportCommand.self, ActivationsImportCommand.self,
      ActivationsMergeCommand.self, ActivationsSplitCommand.self,
    ])
}
