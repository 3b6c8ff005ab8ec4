import ArgumentParser

/// `thresher corpus`: what harvesting will see.
struct CorpusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "See what harvesting will see.",
    subcommands: [
      CorpusCleanCommand.self, CorpusStatsCommand.self, CorpusSampleCommand.self,
      CorpusLabelCommand.self, CorpusFetchCommand.self,
    ])
}
