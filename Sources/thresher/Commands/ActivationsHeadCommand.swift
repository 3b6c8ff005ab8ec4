import Activations
import ArgumentParser
import Tensors

/// `thresher activations head`.
struct ActivationsHeadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "head",
    abstract: "Print some rows of a harvest.",
    discussion: """
      EXAMPLE
        thresher activations head Activations/pages --rows 5 \\
          --site blocks.15.hook_resid_pre
      """)

  @Argument(help: "The harvest's folder.")
  var harvest: String

  @Option(help: "A site of the harvest, or a glob; by default the only one.")
  var site: [String] = []

  @Option(help: "How many rows.")
  var rows = 10

  @Option(help: "The first row.")
  var from = 0

  @Option(help: "How many values of each row.")
  var values = 6

  @OptionGroup var common: CommonOptions

  private struct Row: Encodable {
    let row: Int
    let document: String?
    let sequence: Int?
    let position: Int?
    let token: Int?
    let norm: Double
    let values: [Float]
  }

  func validate() throws {
    guard rows >= 1 && from >= 0 && values >= 0 else {
      throw ValidationError("--rows, --from, --values: expected counts")
    }
  }

  func run() throws {
    let folder = try HarvestFolder(path: harvest)
    let site = try folder.site(matching: site)
    let start = min(from, folder.rowCount)
    let matrix = try folder.rows(start..<min(start + rows, folder.rowCount), of: site)
    let found = try (0..<matrix.rows).map {
      try row(start + $0, matrix.rows($0..<$0 + 1).elements, in: folder)
    }
    if common.json { return try printJSON(["rows": found]) }
    var table = TextTable(
      ["row", "document", "sequence", "position", "token", "norm", "values"],
      rightAligned: [0, 2, 3, 4, 5])
    for row in found {
      table.add([
        "\(row.row)", row.document.map { visible($0) } ?? "?", text(row.sequence),
        text(row.position), text(row.token), short(row.norm),
        row.values.map { short(Double($0)) }.joined(separator: " "),
      ])
    }
    print(table.text)
  }

  private func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "?" }

  private func row(
    _ index: Int, _ elements: [Float], in folder: HarvestFolder
  ) throws -> Row {
    let place = try? folder.positions(index..<index + 1).first
    let tokens = try place.map { try folder.tokens(ofSequence: $0.sequence) }
    let token = place.flatMap { place in tokens.flatMap { $0.dropFirst(place.position).first } }
    return Row(
      row: index, document: try place?.document.map { try folder.document($0).id },
      sequence: place?.sequence, position: place?.position, token: token,
      norm: squaredNorm(elements.span).squareRoot(), values: Array(elements.prefix(values)))
  }
}
