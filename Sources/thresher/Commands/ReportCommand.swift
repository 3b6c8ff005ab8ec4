import Analysis
import ArgumentParser
import Foundation
import Reports

/// `thresher report`: a page from results.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write an HTML page from the JSON that other commands print.",
    discussion: """
      The page is one file that needs no network.

      EXAMPLE
        thresher rank neurons --harvest Activations/pages --label html.close --json > rank.json
        thresher report rank.json -o page.html
      """)

  @Argument(help: "Results, as --json prints them.")
  var results: [String]

  @Option(name: .shortAndLong, help: "The page.")
  var output: String

  @Option(help: "The page's title.")
  var title = "Thresher"

  @Option(help: "A sentence or two that stand above the results.")
  var introduction = ""

  @Flag(help: "Print what the results say in plain words, as the page does.")
  var findings = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !results.isEmpty else { throw ValidationError("expected at least one RESULT.json") }
  }

  func run() throws {
    let values = try results.flatMap { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw CommandError("\(path): cannot read it: expected the JSON of a result")
      }
      return try AnalysisResult.list(json: data, path: path)
    }
    let page = resultsPage(values, title: title, introduction: introduction)
    try Data(page.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
    if common.json { return try printJSON(["page": output]) }
    if findings { for finding in Analysis.findings(of: values) { print("• \(finding)") } }
    print(output)
  }
}
