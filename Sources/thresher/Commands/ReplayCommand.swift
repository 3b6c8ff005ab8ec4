import Analysis
import ArgumentParser
import Corpora
import Downloads
import Foundation
import Replays
import Reports
import Transformers

/// `thresher replay`: published notebooks gone through again.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Go through a published notebook again, and hold its numbers to what was published.",
    discussion: """
      Cases: 000 HTML neurons, 001 negative heads, 002 proper-noun neurons,
      003 bracket closing, 004 neurons that close HTML tags. With the notebook's own
      model published numbers are held to, and one that differs ends the command
      with exit code 1; with another model the same steps are taken and reported.
      The notebooks' mistakes are listed, what they give beside what is right.

      EXAMPLE
        thresher replay 003
        thresher replay 000 001 002 003 004 --model smollm2-135m --bos always
        thresher replay 001 --model gpt2 --corpus pages/ --notebook-compat
        thresher replay 003 --model gpt-neo-125m --json > r.json && \\
          thresher report r.json -o r.html
      """)

  @Argument(help: ArgumentHelp("Which notebooks.", valueName: "case"))
  var cases: [Notebook]

  @Option(help: "The model; by default the notebook's own.")
  var model: String?

  @Option(help: "Whether texts are read after BOS: model, always, never; by default as there.")
  var bos: BOSPolicy?

  @Option(
    help: """
      Where pages lie: folders, files, archives or globs. Repeatable; by default a few pages of \
      Thresher's own.
      """)
  var corpus: [String] = []

  @Option(help: "How many pages to read.")
  var maxDocuments = 50

  @Option(help: "Case 000: the autoencoder's file or folder.")
  var sae: String?

  @Flag(help: "Make the notebooks' mistakes again, so that figures are theirs.")
  var notebookCompat = false

  @Option(help: ArgumentHelp("Also write a page of the results.", valueName: "page.html"))
  var report: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !cases.isEmpty else { throw ValidationError("expected at least one case, such as 003") }
    guard maxDocuments >= 1 else { throw ValidationError("--max-documents: expected at least 1") }
  }

  func run() throws {
    common.apply()
    let documents = try corpus.isEmpty ? nil : pages()
    var replays: [Replay] = []
    for notebook in cases { replays.append(try replay(notebook, documents)) }
    if let report { try write(replays, to: report) }
    if common.json {
      let objects = replays.map { AnalysisResult.replay($0).json() }
      print(objects.count == 1 ? objects[0] : "[\(objects.joined(separator: ",\n"))]")
    } else {
      print(replays.map { ReplayText($0).text }.joined(separator: "\n\n"))
    }
    guard replays.allSatisfy({ $0.verdict != .differs }) else {
      note("Published numbers were not found again.")
      throw ExitCode.failure
    }
  }

  private func replay(_ notebook: Notebook, _ documents: [Document]?) throws -> Replay {
    let name = model ?? notebook.facts.model
    let path = try LocalModels().find(name).path
    let loaded = try notebook.facts.load(at: path, name: name)
    var stage = ReplayStage(
      model: loaded, bos: bos ?? notebook.facts.bos, documents: documents)
    stage.notebookCompat = notebookCompat
    stage.seed = common.seed
    stage.autoencoder = sae
    return try notebook.replay(on: stage) { step in
      if !common.quiet { note("\(notebook.rawValue): \(step)") }
    }
  }

  private func pages() throws -> [Document] {
    let documents = try Corpus(sources: corpus).documents()
    var pages: [Document] = []
    while pages.count < maxDocuments, let item = documents.next() {
      if case .document(let document) = item { pages.append(document) }
    }
    return pages
  }

  private func write(_ replays: [Replay], to path: String) throws {
    var content = ReportContent()
    content.results = replays.map { .replay($0) }
    let title = "Notebooks replayed: " + replays.map(\.case).joined(separator: ", ")
    try Data(content.page(title: title).utf8)
      .write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
