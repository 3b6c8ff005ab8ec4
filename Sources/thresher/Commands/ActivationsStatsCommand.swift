import Activations
import ArgumentParser

/// `thresher activations stats`.
struct ActivationsStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Print the norms, variances and scales of a harvest's sites.",
    discussion: """
      The figures are those that the shards hold; of a harvest without them, or with --compute,
      all rows are read. A row times the scale has a norm of √width on average.

      EXAMPLE
        thresher activations stats Activations/pages
      """)

  @Argument(help: "The harvest's folder.")
  var harvest: String

  @Option(help: "A site of the harvest, or a glob. Repeatable; by default all.")
  var site: [String] = []

  @Flag(help: "Read all rows, whatever the shards say.")
  var compute = false

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    let site: String
    let rows: Int
    let width: Int
    let meanNorm: Double
    let scale: Double?
    let meanVariance: Double
    let constantColumns: Int
    let largest: Double
  }

  func run() throws {
    let folder = try HarvestFolder(path: harvest)
    let results = try folder.sites(matching: site).map { try result(of: $0, in: folder) }
    if common.json { return try printJSON(["sites": results]) }
    var table = TextTable(
      ["site", "rows", "width", "mean norm", "scale", "variance", "constant", "largest"],
      rightAligned: [1, 2, 3, 4, 5, 6, 7])
    for result in results {
      table.add([
        result.site, "\(result.rows)", "\(result.width)", short(result.meanNorm),
        result.scale.map { short($0) } ?? "none", short(result.meanVariance),
        "\(result.constantColumns)", short(result.largest),
      ])
    }
    print(table.text)
  }

  private func result(of site: String, in folder: HarvestFolder) throws -> Result {
    let progress = Progress("stats", of: folder.rowCount, unit: "rows", isQuiet: common.quiet)
    let kept = compute ? nil : try folder.moments(of: site)
    let moments = try kept ?? folder.computedMoments(of: site) { progress.update($0) }
    return Result(
      site: site, rows: moments.rows, width: moments.mean.count, meanNorm: moments.meanNorm,
      scale: moments.scale, meanVariance: moments.meanVariance,
      constantColumns: moments.variance.count { $0 == 0 }, largest: moments.largest)
  }
}
