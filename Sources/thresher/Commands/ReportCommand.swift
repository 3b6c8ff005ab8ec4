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
      The page is one file that needs no network. Of views (heatmaps, lines, bars, points, token
      pages: docs/views.md) the plots are also written as SVG, and their numbers as CSV or JSON;
      of features, the JSON that Neuronpedia and SAEDashboard read.

      EXAMPLE
        thresher rank neurons --harvest Activations/pages --label html.close --json > rank.json
        thresher report rank.json -o page.html
        thresher report heatmap.json --format svg -o heatmap.svg
      """)

  @Argument(help: "Results, as --json prints them.")
  var results: [String]

  @Option(name: .shortAndLong, help: "The page, or what --format names.")
  var output: String

  @Option(help: "What to write: html, svg, csv, json or neuronpedia.")
  var format = ReportFormat.html

  @Option(help: "The page's title.")
  var title = "Thresher"

  @Option(help: "A sentence or two that stand above the results.")
  var introduction = ""

  @Flag(help: "Open the page in a browser.")
  var open = false

  @Flag(help: "Print what the results say in plain words, as the page does.")
  var findings = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !results.isEmpty else { throw ValidationError("expected at least one RESULT.json") }
  }

  func run() throws {
    let content = try ReportContent(paths: results)
    let files = try format.files(of: content, title: title, introduction: introduction)
    for (path, text) in zip(paths(count: files.count), files) {
      try writeText(text, to: path)
    }
    if open { try openInBrowser(paths(count: files.count)[0]) }
    if common.json { return try printJSON(["page": output]) }
    if findings {
      for finding in Analysis.findings(of: content.results) { print("• \(finding)") }
    }
    print(output)
  }

  /// Where each file goes: the output, or of several, its name with a number before the ending.
  private func paths(count: Int) -> [String] {
    guard count > 1 else { return [output] }
    let url = URL(fileURLWithPath: output)
    let (base, ending) = (url.deletingPathExtension().path, url.pathExtension)
    return (1...count).map { "\(base)-\($0)" + (ending.isEmpty ? "" : ".\(ending)") }
  }
}

extension ReportContent {
  /// Reads files of results and views, one behind the other.
  init(paths: [String]) throws {
    self.init()
    for path in paths {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw CommandError("\(path): cannot read it: expected the JSON of a result")
      }
      self += try ReportContent(json: data, path: path)
    }
  }
}
