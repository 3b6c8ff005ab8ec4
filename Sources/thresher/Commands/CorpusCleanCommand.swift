import ArgumentParser
import Corpora

/// `thresher corpus clean`.
struct CorpusCleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Print a page as a recipe leaves it.",
    discussion: """
      The recipes: wikipedia (head and body without footer, styles, scripts, comments; attributes
      emptied), article (the region of the body text alone), text (what a reader sees), raw. Steps:
      \(Step.allCases.map(\.rawValue).joined(separator: ", ")).

      EXAMPLE
        thresher corpus clean page.html --recipe wikipedia
        thresher corpus clean page.html --recipe article+visible-text --json
      """)

  @Argument(help: "The page; of a file of many, the first is taken.")
  var page: String

  @Option(help: "How it is cleaned: wikipedia, article, text, raw, or steps joined by '+'.")
  var recipe = "wikipedia"

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    let before: String
    let after: String
  }

  func run() throws {
    let recipe = try Recipe(named: recipe)
    let document = try firstDocument(of: page)
    let cleaned = recipe.apply(to: document)
    if common.json {
      try printJSON(Result(before: document.text, after: cleaned))
    } else {
      note("\(page): \(document.text.utf8.count) bytes before, \(cleaned.utf8.count) after")
      print(cleaned)
    }
  }
}

/// The first document of a source, which must be one that can be taken.
func firstDocument(of source: String) throws -> Document {
  switch try Corpus(sources: [source]).documents().next() {
  case .document(let document): return document
  case .passedOver(let error): throw error
  case nil: throw CommandError("\(source): expected a document, found none")
  }
}
