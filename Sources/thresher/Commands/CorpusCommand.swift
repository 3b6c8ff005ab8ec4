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
    let document = try Corpus(sources: [page]).document(at: 0)
    let cleaned = recipe.apply(to: document.text)
    if common.json {
      try printJSON(Result(before: document.text, after: cleaned))
    } else {
      note("\(page): \(document.text.utf8.count) bytes before, \(cleaned.utf8.count) after")
      print(cleaned)
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
    var repairedDocuments = 0
    var unreadable: [String] = []
  }

  func run() throws {
    let recipe = try Recipe(named: recipe)
    let corpus = try Corpus(sources: sources)
    let progress = Progress("corpus", of: corpus.count, unit: "documents", isQuiet: common.quiet)
    var result = Result()
    for index in 0..<corpus.count {
      count(Swift.Result { try corpus.document(at: index) }, recipe, in: &result)
      progress.update(index + 1)
    }
    if common.json { return try printJSON(result) }
    print(
      """
      \(result.documents) documents (\(result.htmlDocuments) of them HTML), \(result.bytes) bytes, \
      \(result.cleanedBytes) after cleaning; \(result.repairedDocuments) were not quite UTF-8, \
      \(result.unreadable.count) unreadable
      """)
    for line in result.unreadable { note(line) }
  }

  private func count(
    _ document: Swift.Result<Document, any Error>, _ recipe: Recipe, in result: inout Result
  ) {
    switch document {
    case .success(let document):
      result.documents += 1
      result.htmlDocuments += document.isHTML ? 1 : 0
      result.bytes += document.text.utf8.count
      let cleaned = document.isHTML ? recipe.apply(to: document.text) : document.text
      result.cleanedBytes += cleaned.utf8.count
      result.repairedDocuments += document.repairCount > 0 ? 1 : 0
    case .failure(let error): result.unreadable.append("\(error)")
    }
  }
}
