import Analysis
import ArgumentParser
import Downloads
import Foundation
import Transformers

/// `thresher models audit`: what weight processing changes, and that it changes no prediction.
struct ModelsAuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Show by how much processed weights change each site, and the predictions.",
    discussion: """
      EXAMPLE
        thresher models audit smollm2-135m --processing standard
      """)

  @Argument(help: "A known name, a folder in Hugging Face layout, or a .gguf file.")
  var model: String

  @Option(help: "The processing: standard, or a list of its steps.")
  var processing = "standard"

  @Option(help: "The text to compare on.")
  var prompt = "<ul>\n<li>One</li>\n<li>Two</li>\n</ul>"

  @OptionGroup var common: CommonOptions

  private struct Entry: Encodable {
    let site: String
    let difference: Double
    let magnitude: Double
  }

  private struct Result: Encodable {
    let model: String
    let processing: [String]
    let skipped: [String: String]
    let sites: [Entry]
    let logits: Double
    let logProbabilities: Double
  }

  func run() throws {
    common.apply()
    let steps = try Processing(processing)
    let loaded = try LanguageModel(at: try LocalModels().find(model).path, name: model)
    let audit = try loaded.transformer.audit(steps, on: [try loaded.tokens(of: prompt)])
    let reasons = steps.steps.compactMap { step in
      step.reasonToSkip(loaded.configuration).map { (step.rawValue, $0) }
    }
    let result = Result(
      model: model, processing: steps.names,
      skipped: Dictionary(uniqueKeysWithValues: reasons),
      sites: audit.sites.map {
        Entry(
          site: $0.site, difference: shortestDecimal($0.difference),
          magnitude: shortestDecimal($0.magnitude))
      }, logits: shortestDecimal(audit.logits),
      logProbabilities: shortestDecimal(audit.logProbabilities))
    if common.json { return try printJSON(result) }
    show(result)
  }

  private func show(_ result: Result) {
    var table = TextTable(["site", "largest change", "largest value"], rightAligned: [1, 2])
    for entry in result.sites {
      table.add([
        entry.site, String(format: "%.3g", entry.difference),
        String(format: "%.3g", entry.magnitude),
      ])
    }
    print(table.text)
    for (step, reason) in result.skipped.sorted(by: { $0.key < $1.key }) {
      print("\(step) does nothing here: \(reason)")
    }
    print(String(format: "logits change by up to %.3g", result.logits))
    print(String(format: "log-probabilities change by up to %.3g", result.logProbabilities))
  }
}
