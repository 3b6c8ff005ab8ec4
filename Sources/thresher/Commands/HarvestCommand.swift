import Activations
import Analysis
import ArgumentParser
import Corpora
import Foundation
import Harvest

/// `thresher harvest`: corpus → activations.
struct HarvestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "harvest",
    abstract: "Read a corpus with a model and keep the activations of some sites.",
    discussion: """
      The same command again goes on where it stopped; a finished shard is never written twice.

      EXAMPLES
        thresher harvest --model smollm2-135m --corpus pages/ --recipe wikipedia \\
          --site blocks.15.hook_resid_pre --site blocks.15.mlp.hook_post \\
          --max-tokens 50000 --output Activations/pages
        thresher harvest --model gpt2 --corpus prompts.txt --packing prompts \\
          --positions last --site 'blocks.*.mlp.hook_post' --dtype float16 \\
          --output Activations/prompts
        thresher harvest --model gpt2 --corpus pages/ --site resid_pre8 --part 0/8 \\
          --output Activations/pages-0
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var choices: HarvestChoices

  @Flag(help: "Read and count the text, harvest a sample, and print what the harvest would take.")
  var dryRun = false

  @Option(name: .shortAndLong, help: "The harvest's folder.")
  var output: String

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    _ = try Recipe(named: choices.recipe)
    let corpus = try Corpus(sources: choices.corpus, seed: common.seed)
    let model = try model.load()
    let options = try choices.options(for: model, bos: self.model.bos, seed: common.seed)
    let harvester = try Harvester(model: model, corpus: corpus, options: options, folder: output)
    if dryRun { return try show(try estimate(with: harvester)) }
    let outcome = try harvest(with: harvester)
    report(outcome.progress)
    try report(outcome)
    report(outcome.times)
    try show(try result(of: outcome.manifest, seconds: outcome.times.total))
  }

  private func estimate(with harvester: Harvester) throws -> HarvestEstimate {
    let progress = Progress("count", of: choices.maxTokens, unit: "tokens", isQuiet: common.quiet)
    return try harvester.estimate { progress.update($0) }
  }

  private func show(_ estimate: HarvestEstimate) throws {
    if common.json { return try printJSON(estimate) }
    print(
      """
      documents  \(estimate.documents)\(estimate.isCounted ? "" : ", carried on from a part")
      sequences  \(estimate.sequences)
      tokens     \(estimate.tokens)
      rows       \(estimate.rows)
      shards     \(estimate.shards), \(estimate.bytes / 1_000_000) MB on disk
      memory     \(estimate.peakMemoryBytes / 1_000_000) MB at most
      time       \(short(estimate.seconds)) s, from \(estimate.sampleTokens) tokens in \
      \(short(estimate.sampleSeconds)) s
      """)
  }

  private func harvest(with harvester: Harvester) throws -> HarvestOutcome {
    let progress = Progress(
      "harvest", of: choices.maxTokens, unit: "tokens", isQuiet: common.quiet)
    var lastCount = 0
    let control = HarvestControl()
    let signals = StopSignals(control)
    defer { withExtendedLifetime(signals) {} }
    let outcome = try harvester.harvest(control: control) { count in
      lastCount = count
      progress.update(count)
    }
    progress.finish(lastCount)
    return outcome
  }

  private func report(_ progress: CorpusProgress) {
    for reason in progress.reasons { note("harvest: passed over \(reason)") }
    if progress.passedOver > progress.reasons.count {
      note("harvest: passed over \(progress.passedOver) documents in all")
    }
  }

  private func report(_ times: HarvestTimes) {
    guard !common.quiet else { return }
    func share(_ seconds: Double) -> String { "\(short(100 * seconds / times.total)) %" }
    note(
      """
      harvest: \(share(times.computing)) of the time in the model, \(share(times.waitingForText)) \
      waiting for text, \(share(times.waitingForWriter)) for the writer, which took \
      \(share(times.writing)) beside it
      """)
  }

  private func report(_ outcome: HarvestOutcome) throws {
    let shards = plural(outcome.manifest.shards.count, "whole shard")
    switch outcome.ending {
    case .complete: break
    case .quota:
      note(
        """
        harvest: stopped behind \(shards), as another would go beyond --max-bytes; \
        the same command with more goes on
        """)
    case .stopped:
      throw CommandError(
        "\(output): stopped behind \(shards); the same command goes on from there")
    }
  }

  private func result(of manifest: Manifest, seconds: Double) throws -> HarvestResult {
    let shards = manifest.shards
    // Files are asked for their sizes, not opened: memory must not depend on their number.
    let bytes = try shards.reduce(0) { sum, shard in
      let file = try FileManager.default.attributesOfItem(atPath: "\(output)/\(shard.file)")
      return sum + (file[.size] as? Int ?? 0)
    }
    let tokens = shards.reduce(0) { $0 + ($1.tokens ?? 0) }
    return HarvestResult(
      harvest: output, sequences: shards.reduce(0) { $0 + ($1.sequences ?? 0) },
      rows: shards.reduce(0) { $0 + ($1.rows ?? 0) }, tokens: tokens, shards: shards.count,
      bytes: bytes, seconds: seconds, tokensPerSecond: Double(tokens) / max(seconds, 1e-9))
  }

  private func show(_ result: HarvestResult) throws {
    try page.write([.harvest(result)], title: output)
    guard !common.json else { return print(AnalysisResult.harvest(result).json()) }
    print(
      """
      \(result.harvest): \(result.rows) rows of \(result.tokens) tokens in \
      \(plural(result.sequences, "sequence")), \(plural(result.shards, "shard")), \
      \(result.bytes / 1_000_000) MB
      """)
  }
}
