import ArgumentParser

/// The command line: one subcommand a file.
///
/// Commands run on the main thread, whose stack is deep enough for what libraries do on pages that
/// nest thousands deep; the pool's threads have a sixteenth of it.
@main
struct Thresher: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thresher",
    abstract: "Harvest a language model's activations, thresh them into features, rank them.",
    version: "0.1.0",
    subcommands: [
      ModelsCommand.self, PullCommand.self, TokensCommand.self, RunCommand.self,
      GenerateCommand.self, CorpusCommand.self, HarvestCommand.self, ActivationsCommand.self,
      TrainCommand.self, EvaluateCommand.self, AutoencoderCommand.self, RankCommand.self,
      InspectCommand.self, AttributeCommand.self, PatchCommand.self, AblateCommand.self,
      TaskCommand.self, ReplayCommand.self, ReportCommand.self, ServeCommand.self,
      ManualCommand.self,
    ])

  /// Runs the command that the arguments name.
  ///
  /// A misuse that shows only while the command runs is told by itself: the parser would add the usage
  /// of the whole program.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as ValidationError {
      note("Error: \(error)")
      exit(withError: ExitCode.validationFailure)
    } catch {
      exit(withError: error)
    }
  }
}
