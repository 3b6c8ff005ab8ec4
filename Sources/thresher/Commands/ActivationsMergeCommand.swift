import Activations
import ArgumentParser

/// `thresher activations merge`.
struct ActivationsMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join harvests into one.",
    discussion: """
      The parts that harvest --part made become what one process would have made: documents in
      the corpus's order, in shards of the same bounds. Other harvests follow each other.

      EXAMPLE
        thresher activations merge Activations/pages-0 Activations/pages-1 \\
          --output Activations/pages
      """)

  @Argument(help: "The harvests' folders.")
  var harvests: [String]

  @Option(name: .shortAndLong, help: "The folder of the joined harvest.")
  var output: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let merge = try HarvestMerge(harvests)
    let progress = Progress("merge", of: nil, unit: "sequences", isQuiet: common.quiet)
    _ = try merge.write(to: output) { progress.update($0) }
    try show(try HarvestFolder(path: output).info(), isJSON: common.json)
  }
}

/// Prints how large a harvest is that has just been written.
func show(_ info: HarvestInfo, isJSON: Bool) throws {
  if isJSON { return try printJSON(info) }
  print(
    """
    \(info.harvest): \(info.rows) rows in \(plural(info.manifest.shards.count, "shard")), \
    \(info.bytes / 1_000_000) MB
    """)
}
