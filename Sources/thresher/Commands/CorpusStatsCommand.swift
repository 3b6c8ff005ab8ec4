import ArgumentParser
import Corpora
import Foundation
import Harvest
import Tensors

/// `thresher corpus stats`.
struct CorpusStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count a corpus's documents, bytes, tokens, tags and labels.",
    discussion: """
      What must be passed over (a page that is no UTF-8, a broken line of JSON, an archive that breaks
      off) is counted by its reason. A sample of a dump's beginning estimates the whole.

      Labels: \(Label.names).

      EXAMPLE
        thresher corpus stats pages/ --recipe wikipedia
        thresher corpus stats enwiki-NS0-ENTERPRISE-HTML.json.tar.gz --sample 1000 --model gpt2
        thresher corpus stats pages/ --tokenizer gpt2/ --label html.close --label bracket.depth
      """)

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "Stop after this many documents, and estimate the whole.")
  var sample: Int?

  @Option(help: "A label to count, for which a tokenizer is needed. Repeatable.")
  var label: [String] = []

  @OptionGroup var tokenizer: TokenizerOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard sample ?? 1 >= 1 else { throw ValidationError("--sample: expected at least 1") }
    guard label.isEmpty || tokenizer.model != nil || tokenizer.tokenizer != nil else {
      throw ValidationError("--label: expected --model MODEL or --tokenizer FILE|FOLDER with it")
    }
  }

  func run() throws {
    common.apply()
    let taker = try CensusTaker(
      recipe: try Recipe(named: corpus.recipe), tokenizer: try tokenizer.load(), labels: label,
      threadCount: Threads.count)
    let progress = Progress("corpus", of: nil, unit: "documents", isQuiet: common.quiet)
    let census = try taker.census(
      of: try corpus.corpus(seed: common.seed), sample: sample, isStrict: corpus.strict
    ) { progress.update($0) }
    if common.json { return try printJSON(census) }
    show(census, seconds: progress.seconds)
  }

  private func show(_ census: CorpusCensus, seconds: Double) {
    print(
      """
      \(plural(census.documents, "document")) (\(census.htmlDocuments) of them HTML), \(census.bytes) bytes, \
      \(census.cleanedBytes) after cleaning\(census.tokens.map { ", \($0) tokens" } ?? ""); \
      \(String(format: "%.1f", Double(census.bytes) / 1e6 / max(seconds, 1e-9))) MB/s
      """)
    for (reason, count) in census.passedOver.sorted(by: { $0.key < $1.key }) {
      print("passed over: \(count) (\(reason))")
    }
    for line in census.reasons { note(line) }
    showLabels(census)
    showTags(census)
    if let estimate = census.estimate { show(estimate) }
  }

  private func showLabels(_ census: CorpusCensus) {
    guard !census.labels.isEmpty else { return }
    var table = TextTable(["label", "tokens", "not zero", "mean"], rightAligned: [1, 2, 3])
    for (name, count) in census.labels.sorted(by: { $0.key < $1.key }) {
      let mean = count.sum / Double(max(count.labelled, 1))
      table.add([name, "\(count.labelled)", "\(count.positive)", String(format: "%.5g", mean)])
    }
    print(table.text)
  }

  private func showTags(_ census: CorpusCensus) {
    let most = census.tags.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20)
    guard !most.isEmpty else { return }
    print("tags: " + most.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
  }

  private func show(_ estimate: CorpusEstimate) {
    func text(_ value: Double, _ error: Double) -> String {
      String(format: "%.4g ± %.2g", value, error)
    }
    var parts = [
      String(format: "%.4g documents", estimate.documents),
      text(estimate.cleanedBytes, estimate.cleanedBytesError) + " bytes after cleaning",
    ]
    if let tokens = estimate.tokens, let error = estimate.tokensError {
      parts.append(text(tokens, error) + " tokens")
    }
    print(
      String(format: "the whole, of which %.3g %% was read: ", 100 * estimate.fraction)
        + parts.joined(separator: ", "))
  }
}
