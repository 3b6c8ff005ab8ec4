import Corpora
import Foundation

extension Benchmark {
  /// Pages of HTML, cleaned and parsed on one thread.
  static let pages = Benchmark(
    name: "pages", summary: "HTML cleaned and parsed on one thread, by its processor time"
  ) {
    let folder = ProcessInfo.processInfo.environment["PAGES"] ?? "/usr/share/developers-reference"
    guard let documents = try? readPages(folder), !documents.isEmpty else {
      return print("  no pages in \(folder): run 'make setup', or name another folder by PAGES")
    }
    let megabytes = Double(documents.reduce(0) { $0 + $1.count }) / 1e6
    print("  \(documents.count) pages, \(figure(megabytes)) MB of \(folder)")
    for recipe in [Recipe.wikipedia, .article, .text] {
      report("cleaning, recipe \(recipe.name)", megabytes) {
        for page in documents { precondition(!recipe.apply(to: page).isEmpty, "an empty page") }
      }
    }
    report("structure, with source offsets", megabytes) {
      for page in documents { _ = try? HTMLStructure(of: page) }
    }
    report("tags", megabytes) { for page in documents { _ = TagCounts(in: page) } }
  }
}

private func report(_ name: String, _ megabytes: Double, _ work: () -> Void) {
  print("  \(name):", figure(megabytes / processorSeconds(work)), "MB/s")
}

private func readPages(_ folder: String) throws -> [[UInt8]] {
  let stream = try Corpus(sources: [folder]).documents()
  var pages: [[UInt8]] = []
  while let item = stream.next() {
    if case .document(let document) = item, document.isHTML {
      pages.append(Array(document.text.utf8))
    }
  }
  return pages
}
