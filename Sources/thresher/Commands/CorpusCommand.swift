import ArgumentParser
import Corpora
import Foundation

/// `thresher corpus`: what harvesting will see.
struct CorpusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "See what harvesting will see.",
    subcommands: [CorpusCleanCommand.self, CorpusStatsCommand.self])
}

/// `thresher corpus clean`.
struct CorpusCleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Print a page as a recipe leaves it.",
    discussion: """
      EXAMPLE
        thresher corpus clean page.html --recipe wikipedia
      """)

  @Argument(help: "The page.")
  var page: String

  @Option(help: "How it is cleaned: wikipedia, raw, text, or steps separated by commas.")
  var recipe = "wikipedia"

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    let before: String
    let after: String
  }

  func run() throws {
    let recipe = try Recipe(named: recipe)
    let document = try firstDocument()
    let cleaned = recipe.apply(to: document.text)
    if common.json {
      try printJSON(Result(before: document.text, after: cleaned))
    } else {
      note("\(page): \(document.text.utf8.count) bytes before, \(cleaned.utf8.count) after")
      print(cleaned)
    }
  }

  private func firstDocument() throws -> Document {
    switch try Corpus(sources: [page]).documents().next() {
    case .document(let document): return document
    case .passedOver(let error): throw error
    case nil: throw CommandError("\(page): expected a page, found none")
    }
  }
}

/// `thresher corpus stats`.
struct CorpusStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count the documents and bytes of a corpus, before and after cleaning.",
    discussion: """
      EXAMPLE
        thresher corpus stats pages/ --recipe wikipedia
      """)

  @Argument(help: "Where documents lie: folders, files, or globs.")
  var sources: [String]

  @Option(help: "How pages are cleaned: wikipedia, raw, text, or steps separated by commas.")
  var recipe = "wikipedia"

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    var documents = 0
    var htmlDocuments = 0
    var bytes = 0
    var cleanedBytes = 0
    var unreadable: [String] = []
  }

  func run() throws {
    let recipe = try Recipe(named: recipe)
    let corpus = try Corpus(sources: sources)
    let progress = Progress("corpus", of: nil, unit: "documents", isQuiet: common.quiet)
    var result = Result()
    let documents = corpus.documents()
    while let item = documents.next() {
      count(item, recipe, in: &result)
      progress.update(documents.cursor.ordinal)
    }
    if common.json { return try printJSON(result) }
    print(
      """
      \(result.documents) documents (\(result.htmlDocuments) of them HTML), \(result.bytes) bytes, \
      \(result.cleanedBytes) after cleaning; \
      \(result.unreadable.count) unreadable
      """)
    for line in result.unreadable { note(line) }
  }

  private func count(
    _ item: DocumentStream.Item, _ recipe: Recipe, in result: inout Result
  ) {
    switch item {
    case .document(let document):
      result.documents += 1
      result.htmlDocuments += document.isHTML ? 1 : 0
      result.bytes += document.text.utf8.count
      let cleaned = document.isHTML ? recipe.apply(to: document.text) : document.text
      result.cleanedBytes += cleaned.utf8.count
    case .passedOver(let error): result.unreadable.append("\(error)")
    }
  }
}
