import Activations
import ArgumentParser

/// `thresher activations verify`.
struct ActivationsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a harvest's checksums, shapes and numbers.",
    discussion: """
      EXAMPLE
        thresher activations verify Activations/pages
      """)

  @Argument(help: "The harvest's folder.")
  var harvest: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let verification = try HarvestFolder(path: harvest).verify()
    if common.json {
      try printJSON(verification)
    } else {
      for shard in verification.shards {
        print("\(shard.file): \(shard.problems.isEmpty ? "sound" : "")")
        for problem in shard.problems { print("  \(problem)") }
      }
    }
    guard verification.isSound else { throw ExitCode.failure }
  }
}
