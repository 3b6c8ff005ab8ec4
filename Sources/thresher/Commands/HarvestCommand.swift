import Activations
import Analysis
import ArgumentParser
import Corpora
import Foundation
import Harvest
import Tensors
import Transformers

/// `thresher harvest`: corpus → activations.
struct HarvestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "harvest",
    abstract: "Read a corpus with a model and keep the activations of some sites.",
    discussion: """
      The same command again goes on where it stopped; a finished shard is never written twice.

      EXAMPLE
        thresher harvest --model smollm2-135m --corpus pages/ --recipe wikipedia \\
          --site blocks.15.hook_resid_pre --site blocks.15.mlp.hook_post \\
          --max-tokens 50000 --output Activations/pages
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: "Where documents lie: a folder, a file, or a glob. Repeatable.")
  var corpus: [String]

  @Option(help: "How pages are cleaned: wikipedia, raw, text, or steps separated by commas.")
  var recipe = "wikipedia"

  @Option(help: "A site to keep: a name, a glob, or a short form such as resid_post. Repeatable.")
  var site: [String]

  @Option(help: "The longest sequence, BOS included.")
  var context = 512

  @Option(help: "How many tokens of text to read; by default the whole corpus.")
  var maxTokens: Int?

  @Option(help: "How many tokens of text to read of each document, from its beginning.")
  var maxDocumentTokens: Int?

  @Option(help: "A shard ends with the sequence that brings it to this many rows.")
  var shardRows = 65_536

  @Option(help: "How activations are stored: float32, float16, bfloat16.")
  var dtype: FloatFormat = .float32

  @Option(name: .shortAndLong, help: "The harvest's folder.")
  var output: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !corpus.isEmpty else { throw ValidationError("expected --corpus SOURCE") }
    guard !site.isEmpty else { throw ValidationError("expected --site SITE") }
    guard context >= 2 else { throw ValidationError("--context \(context): expected at least 2") }
    guard maxTokens ?? 1 >= 1 else { throw ValidationError("--max-tokens: expected at least 1") }
    guard maxDocumentTokens ?? 1 >= 1 else {
      throw ValidationError("--max-document-tokens: expected at least 1")
    }
    guard shardRows >= 1 else { throw ValidationError("--shard-rows: expected at least 1") }
  }

  func run() throws {
    common.apply()
    let recipe = try Recipe(named: recipe)
    let corpus = try Corpus(sources: corpus)
    let model = try model.load()
    guard context <= model.configuration.contextSize else {
      throw ValidationError(
        "--context \(context): the model's context holds \(model.configuration.contextSize)")
    }
    let options = HarvestOptions(
      sites: try chosenSites(of: model), format: dtype, contextSize: context,
      maxTokens: maxTokens, maxDocumentTokens: maxDocumentTokens, shardRows: shardRows,
      recipe: recipe, bos: self.model.bos,
      seed: common.seed)

    let progress = Progress("harvest", of: maxTokens, unit: "tokens", isQuiet: common.quiet)
    var harvester = try Harvester(
      model: model, corpus: corpus, options: options, folder: output)
    var lastCount = 0
    let (_, read) = try harvester.harvest { count in
      lastCount = count
      progress.update(count)
    }
    progress.finish(lastCount)
    for line in read.skipped { note("harvest: passed over \(line)") }
    try show(try result(seconds: progress.seconds))
  }

  private func chosenSites(of model: LanguageModel) throws -> [Site] {
    let sites = try SitePattern.sites(matching: site, of: model.configuration)
    if let square = sites.first(where: { !$0.hasRows }) {
      throw ValidationError("--site \(square.name): has no row of fixed width at each position")
    }
    return sites
  }

  private func result(seconds: Double) throws -> HarvestResult {
    let info = try HarvestFolder(path: output).info()
    let tokens = info.tokens ?? info.rows
    return HarvestResult(
      harvest: output, sequences: info.sequences ?? 0, rows: info.rows, tokens: tokens,
      shards: info.manifest.shards.count, bytes: info.bytes, seconds: seconds,
      tokensPerSecond: Double(tokens) / max(seconds, 1e-9))
  }

  private func show(_ result: HarvestResult) throws {
    guard !common.json else { return print(AnalysisResult.harvest(result).json()) }
    print(
      """
      \(result.harvest): \(result.rows) rows of \(result.tokens) tokens in \(result.sequences) \
      sequences, \(result.shards) shards, \(result.bytes / 1_000_000) MB
      """)
  }
}
