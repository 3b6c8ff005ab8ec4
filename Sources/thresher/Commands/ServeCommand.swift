import Analysis
import ArgumentParser
import Autoencoders
import Downloads
import Foundation
import Reports
import Serving
import Tensors
import Transformers

/// `thresher serve`: pages over HTTP on this machine, and features of texts typed into them.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve pages of results, and features of texts typed in the page, on this machine.",
    discussion: """
      Only the loopback is listened at, and only pages of this program are given: no file is ever read
      for a request. Ctrl-C ends it.

      EXAMPLE
        thresher serve --model smollm2-135m --bos always --sae Checkpoints/pages-sae --open
        thresher serve rank.json probes.json --port 8765
      """)

  @Argument(help: "Results, as --json prints them, for a page of their own.")
  var results: [String] = []

  @Option(help: "The model that reads what is typed.")
  var model: String?

  @Option(help: "Whether a text is read after BOS: model, always, never.")
  var bos: BOSPolicy = .model

  @Option(help: "Weight processing: none, standard (as TransformerLens), or a list of its steps.")
  var processing = "none"

  @Option(help: "The autoencoder whose features of the text are shown.")
  var sae: String?

  @Option(help: "The site that it reads; by default the one that its file names.")
  var site: String?

  @Option(help: "The port; 0 takes one that is free.")
  var port: UInt16 = 8732

  @Flag(help: "Open the page in a browser.")
  var open = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard model != nil || !results.isEmpty else {
      throw ValidationError("expected --model M, which reads what is typed, or RESULT.json to show")
    }
    guard sae == nil || model != nil else {
      throw ValidationError("--sae FOLDER: give --model M too, which reads what is typed")
    }
    guard site == nil || sae != nil else { throw ValidationError("--site goes with --sae FOLDER") }
    _ = try Processing(processing)
  }

  func run() throws {
    common.apply()
    let pages = ServedPages(results: try resultsPage(), reader: try reader())
    let server = try PageServer(port: port)
    let address = "http://127.0.0.1:\(server.port)/"
    if common.json { try printJSON(["address": address]) } else { print(address) }
    fflush(nil)
    if open { try openInBrowser(address: address) }
    server.run { pages.answer($0) }
  }

  private func resultsPage() throws -> String? {
    guard !results.isEmpty else { return nil }
    return try ReportContent(paths: results).page(title: "Results")
  }

  private func reader() throws -> TextReader? {
    guard let model else { return nil }
    let language = try LanguageModel(
      at: try LocalModels().find(model).path, name: model, processing: try Processing(processing))
    let autoencoder = try sae.map {
      try SiteAutoencoder(
        try SavedAutoencoder(at: $0), at: site, in: language.configuration)
    }
    return TextReader(model: language, bos: bos, autoencoder: autoencoder, sae: sae.map(saeName))
  }
}
