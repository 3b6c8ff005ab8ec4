import Analysis
import ArgumentParser
import Foundation
import Reports

/// Whether a result goes onto a page as well: the same for every command that has one.
struct PageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the result as a page of HTML too, one file that needs no network.",
      valueName: "page.html"))
  var report: String?

  @Flag(help: "Open that page in a browser.")
  var open = false

  func validate() throws {
    guard report != nil || !open else {
      throw ValidationError("--open goes with --report page.html")
    }
  }

  /// Whether a page is wanted.
  var isWanted: Bool { report != nil }

  /// Writes a page of results, if one is wanted.
  func write(_ results: @autoclosure () throws -> [AnalysisResult], title: String) throws {
    try write(ReportContent(results: try results()), title: title)
  }

  /// Writes a page of views, if one is wanted.
  func write(_ views: @autoclosure () throws -> [View], title: String) throws {
    try write(ReportContent(views: try views()), title: title)
  }

  /// Writes a page of results and views, if one is wanted.
  func write(_ content: @autoclosure () throws -> ReportContent, title: String) throws {
    guard let report else { return }
    try writeText(try content().page(title: shownModel(title)), to: report)
    note("report: \(report)")
    if open { try openInBrowser(report) }
  }
}

/// Writes a text at once, so that a file that bears the name is whole.
func writeText(_ text: String, to path: String) throws {
  do {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw CommandError("\(path): cannot write it: \(error.localizedDescription)")
  }
}

/// Opens a file in what `BROWSER` names, or in what the system opens pages with.
func openInBrowser(_ path: String) throws {
  try openInBrowser(address: URL(fileURLWithPath: path).path)
}

/// Opens an address, or the path of a file.
func openInBrowser(address: String) throws {
  let environment = ProcessInfo.processInfo.environment
  let words = (environment["BROWSER"].map { [$0] } ?? []) + ["xdg-open", "open"]
  let folders = (environment["PATH"] ?? "").split(separator: ":")
  let programs = words.flatMap { word in
    word.contains("/") ? [word] : folders.map { "\($0)/\(word)" }
  }
  guard let program = programs.first(where: FileManager.default.isExecutableFile) else {
    throw CommandError("--open: found no browser: name one in BROWSER, or open \(address) yourself")
  }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = [address]
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  do {
    try process.run()
  } catch {
    throw CommandError("--open: \(program): \(error.localizedDescription)")
  }
}
