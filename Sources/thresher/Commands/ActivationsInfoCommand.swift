import Activations
import ArgumentParser

/// `thresher activations info`.
struct ActivationsInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Print what a harvest holds, and what its layout lacks.",
    discussion: """
      EXAMPLE
        thresher activations info Activations/pages
      """)

  @Argument(help: "The harvest's folder.")
  var harvest: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let info = try HarvestFolder(path: harvest).info()
    if common.json { return try printJSON(info) }
    print("harvest    \(info.harvest)")
    print("model      \(info.manifest.model?.name ?? "not said")")
    print("context    \(info.manifest.contextSize) tokens")
    for site in info.manifest.sites {
      let width = site.width.map { "\($0)" } ?? "?"
      print("site       \(site.name), \(width) wide, \(site.dtype?.rawValue ?? "float32")")
    }
    for label in info.manifest.labels ?? [] { print("label      \(label)") }
    print("rows       \(info.rows) of \(info.tokens.map { "\($0)" } ?? "?") tokens")
    print("sequences  \(info.sequences.map { "\($0)" } ?? "not said")")
    print("documents  \(info.documents.map { "\($0)" } ?? "not said")")
    print("shards     \(info.manifest.shards.count), \(info.bytes / 1_000_000) MB")
    for dataset in info.missing { print("missing    \(dataset)") }
  }
}
