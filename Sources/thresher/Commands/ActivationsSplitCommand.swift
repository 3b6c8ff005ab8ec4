import Activations
import ArgumentParser

/// `thresher activations split`.
struct ActivationsSplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "Divide a harvest by document into train, validation and test.",
    discussion: """
      A document's part hangs on its id alone: four fifths learn, a tenth chooses, a tenth
      reports. The trainers divide in the same way by themselves; this makes folders of the parts.

      EXAMPLE
        thresher activations split Activations/pages --output Activations/pages-parts
      """)

  @Argument(help: "The harvest's folder.")
  var harvest: String

  @Option(help: "A part to write: train, validation, test. Repeatable; by default all three.")
  var into: [Split] = []

  @Option(name: .shortAndLong, help: "The folder that gets a harvest for each part.")
  var output: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let folder = try HarvestFolder(path: harvest)
    let splits = into.isEmpty ? Split.allCases : into
    let progress = Progress("split", of: nil, unit: "sequences", isQuiet: common.quiet)
    _ = try folder.write(splits, to: output) { progress.update($0) }
    let infos = try splits.map { try HarvestFolder(path: "\(output)/\($0.rawValue)").info() }
    if common.json { return try printJSON(infos) }
    for info in infos { try show(info, isJSON: false) }
  }
}
