import ArgumentParser
import Corpora
import Harvest

/// `thresher corpus sample`.
struct CorpusSampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Print some documents of a corpus, drawn at random, as a recipe leaves them.",
    discussion: """
      EXAMPLE
        thresher corpus sample enwiki-NS0-ENTERPRISE-HTML.json.tar.gz --count 2 --recipe text
        thresher corpus sample pages/ --count 5 --seed 1 --json
      """)

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "How many documents.")
  var count = 3

  @Option(help: "From how many documents, from the beginning, they are drawn.")
  var among = 1000

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    struct Entry: Encodable {
      let id: String
      let title: String
      let url: String?
      let path: String
      let text: String
    }
    let documents: [Entry]
  }

  func validate() throws {
    guard count >= 1 else { throw ValidationError("--count \(count): expected at least 1") }
    guard among >= count else {
      throw ValidationError("--among \(among): expected at least --count \(count)")
    }
  }

  func run() throws {
    let recipe = try Recipe(named: corpus.recipe)
    let drawn = CorpusSample.draw(
      count, from: try corpus.corpus(seed: common.seed), among: among, seed: common.seed)
    let entries = drawn.map { document in
      Result.Entry(
        id: document.id, title: document.title, url: document.url, path: document.path,
        text: recipe.apply(to: document))
    }
    if common.json { return try printJSON(Result(documents: entries)) }
    for entry in entries {
      print("== \(visible(entry.title)) (\(visible(entry.path)))\n\(entry.text)\n")
    }
  }
}
