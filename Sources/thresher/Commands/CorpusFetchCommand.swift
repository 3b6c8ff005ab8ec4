import ArgumentParser
import Downloads
import Foundation

/// `thresher corpus fetch`.
struct CorpusFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Bring pages of a wiki into a folder, one request at a time.",
    discussion: """
      Pages that are there are not asked for again: the same command goes on where it stopped.
      Answers that the server is busy are waited out, as long as its Retry-After asks. Say who you
      are with --contact, as Wikimedia's rules ask.

      EXAMPLE
        thresher corpus fetch wikipedia --random 10 --contact me@example.org -o pages
        thresher corpus fetch wikipedia --titles titles.txt --language de -o pages
      """)

  @Argument(help: "The wiki: wikipedia, or the address of one that MediaWiki serves.")
  var wiki: String

  @Option(help: "Bring pages that the wiki chooses, until the folder has so many.")
  var random: Int?

  @Option(help: "A file with a title a line.")
  var titles: String?

  @Option(help: "Which Wikipedia.")
  var language = "en"

  @Option(help: "Your mail or web address, sent with each request.")
  var contact: String?

  @Option(help: "Seconds from one request to the next.")
  var delay = 1.0

  @Option(name: .shortAndLong, help: "The folder.")
  var output: String

  @OptionGroup var common: CommonOptions

  private struct Result: Encodable {
    let folder: String
    let fetched: Int
    let present: Int
    let bytes: Int
    let missing: [String]
  }

  func validate() throws {
    guard (random == nil) != (titles == nil) else {
      throw ValidationError("expected either --random N or --titles FILE")
    }
    guard random ?? 1 >= 1 else { throw ValidationError("--random: expected at least 1") }
    guard delay >= 0, delay.isFinite else {
      throw ValidationError("--delay \(delay): expected 0 or more seconds")
    }
    guard language.allSatisfy({ $0.isLetter || $0 == "-" }), !language.isEmpty else {
      throw ValidationError("--language \(language): expected a code such as en")
    }
  }

  func run() throws {
    let fetch = PageFetch(
      wiki: Wiki(endpoint: endpoint, contact: contact), folder: output,
      courtesy: Courtesy(delay: .seconds(delay)))
    let progress = FetchProgress(isQuiet: common.quiet || common.json)
    let titles = try titles.map(read)
    let count = random ?? 0
    let outcome = try waitFor {
      if let titles { return try await fetch.fetch(titles: titles) { progress.update($0) } }
      return try await fetch.fetchRandom(count) { progress.update($0) }
    }
    if common.json {
      try printJSON(
        Result(
          folder: output, fetched: outcome.fetched, present: outcome.present, bytes: outcome.bytes,
          missing: outcome.missing))
    } else {
      print(
        """
        \(output): \(outcome.fetched) pages fetched, \(outcome.present) were there, \
        \(outcome.missing.count) are missing
        """)
      for title in outcome.missing { note("no such page: \(visible(title))") }
    }
  }

  private var endpoint: String {
    wiki == "wikipedia" ? "https://\(language).wikipedia.org" : wiki
  }

  private func read(_ path: String) throws -> [String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw CommandError("\(path): cannot read it: expected a file with a title a line, in UTF-8")
    }
    let titles = text.split(whereSeparator: \.isNewline).map(String.init)
      .filter { !$0.allSatisfy(\.isWhitespace) }
    guard !titles.isEmpty else {
      throw CommandError("\(path): expected a title a line, found none")
    }
    return titles
  }
}

/// Says how many pages have come, now and then.
private final class FetchProgress: Sendable {
  private let isQuiet: Bool

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  func update(_ outcome: PageFetch.Outcome) {
    guard !isQuiet, outcome.fetched % 10 == 0 else { return }
    note("fetch: \(outcome.fetched) pages, \(outcome.bytes / 1_000_000) MB")
  }
}
