import Activations
import ArgumentParser
import Foundation

/// `thresher activations export`.
struct ActivationsExportCommand: ParsableCommand {
  /// A format of another tool.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case safetensors, npy, saelens
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a harvest's rows for other tools.",
    discussion: """
      safetensors: one file with a tensor for each site, the tokens, and where rows were taken.
      npy: a NumPy file of one site. saelens: a data set folder as SAELens caches activations, of
      the sequences that fill the context; SAELens reads it with --new-cached-activations-path.

      EXAMPLE
        thresher activations export Activations/pages --format npy \\
          --site blocks.15.hook_resid_pre --output rows.npy
      """)

  @Argument(help: "The harvest's folder.")
  var harvest: String

  @Option(help: "safetensors, npy or saelens.")
  var format: Format = .safetensors

  @Option(help: "A site of the harvest, or a glob. Repeatable; by default all.")
  var site: [String] = []

  @Option(name: .shortAndLong, help: "The file, or for saelens the folder.")
  var output: String

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    let output: String
    let sites: [String]
    let rows: Int
    let bytes: Int
  }

  func run() throws {
    let folder = try HarvestFolder(path: harvest)
    let sites =
      format == .safetensors
      ? try folder.sites(matching: site) : [try folder.site(matching: site)]
    let export = HarvestExport(folder, sites: sites)
    var rows = folder.rowCount
    switch format {
    case .safetensors: try export.writeSafetensors(to: output)
    case .npy: try export.writeNumPy(sites[0], to: output)
    case .saelens: rows = try export.writeSAELensCache(sites[0], to: output)
    }
    let result = Result(
      output: output, sites: sites, rows: rows, bytes: try byteCount(of: output))
    if common.json { return try printJSON(result) }
    print(
      """
      \(output): \(rows) rows of \(sites.joined(separator: ", ")), \
      \(result.bytes / 1_000_000) MB
      """)
  }

  /// How many bytes a file takes, or the files of a folder.
  private func byteCount(of path: String) throws -> Int {
    let files = try? FileManager.default.contentsOfDirectory(atPath: path)
    let paths = files.map { $0.map { "\(path)/\($0)" } } ?? [path]
    return try paths.reduce(0) { sum, file in
      sum + (try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0)
    }
  }
}
