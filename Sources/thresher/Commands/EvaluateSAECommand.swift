import Activations
import Analysis
import ArgumentParser
import Autoencoders
import Foundation
import Tensors
import Transformers

/// `thresher evaluate sae`: reconstruction, sparsity and loss recovered.
struct EvaluateSAECommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sae",
    abstract: "Measure an autoencoder on rows that it did not learn from, and in its model.",
    discussion: """
      Rows come from a harvest, or from a corpus that --model reads on the way. With a model, what it
      predicts is compared with the autoencoder, zeros and the mean in the site's place. Autoencoders
      of SAELens, dictionary_learning, sparsify, OpenAI and Gemma Scope are read as they are.

      EXAMPLE
        thresher evaluate sae --sae Checkpoints/pages-sae --harvest Activations/pages \\
          --site blocks.15.hook_resid_pre --model smollm2-135m --bos always --by-class
      """)

  @Option(help: "The autoencoder's folder or file, of any tool that Thresher reads.")
  var sae: String

  @OptionGroup var data: EvaluationData

  @Option(help: "The part of the documents: train, validation, test, all.")
  var split: EvaluationSplit = .test

  @Option(
    help: "The most rows, spread over the documents; by default 65536, or 16384 with a model.")
  var maxRows: Int?

  @Flag(help: "Tell rows in tags, in text, before closing tags and before brackets apart.")
  var byClass = false

  @Flag(help: "Put the autoencoder also at BOS, of which a harvest has no rows.")
  var includeBos = false

  @Option(help: "How often documents are drawn for 95 % intervals; 0 for none.")
  var bootstrap = 1000

  @OptionGroup var fit: SAEFit

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard maxRows ?? 1 >= 1 else { throw ValidationError("--max-rows: expected at least 1") }
    guard bootstrap >= 0 else { throw ValidationError("--bootstrap: expected 0 or more") }
  }

  func run() throws {
    common.apply()
    let saved = try SavedAutoencoder(at: sae)
    let model = try data.loadModel()
    try data.withHarvest(for: saved, model: model, common: common) { harvest in
      try show(try evaluate(saved, on: harvest, model: model), of: harvest, readBy: model)
    }
  }

  private func evaluate(
    _ saved: SavedAutoencoder, on harvest: HarvestFolder, model: LanguageModel?
  ) throws -> SAEEvaluation {
    let site = try data.site(of: harvest, for: saved)
    var warnings = try misfits(saved, site: site, harvest: harvest, model: model)
    if split == .train || split == .all {
      warnings.append("\(split.rawValue): documents that it may have learnt from are among these")
    }
    let rows = try EvaluationRows(
      harvest, site: site, for: saved, rows: try split.rows(of: harvest),
      limit: maxRows ?? (model == nil ? 65_536 : 16_384),
      kinds: byClass ? try data.kinds(of: harvest, model: model) : [])
    var evaluator = try AutoencoderEvaluator(saved, on: rows)
    let progress = Progress("rows", of: rows.count, unit: "rows", isQuiet: common.quiet)
    try evaluator.evaluateRows { progress.update($0) }
    if let model {
      let progress = Progress("predictions", of: nil, unit: "tokens", isQuiet: common.quiet)
      try evaluator.evaluatePredictions(of: model.transformer, includesBOS: includeBos) {
        progress.update($0)
      }
    }
    return evaluator.result(
      sae: sae, split: split.rawValue, draws: bootstrap, seed: common.seed, warnings: warnings)
  }

  /// What does not fit, as warnings; the first is an error unless they are to be passed over.
  private func misfits(
    _ saved: SavedAutoencoder, site: String, harvest: HarvestFolder, model: LanguageModel?
  ) throws -> [String] {
    var misfits = saved.misfits(with: try ActivationOrigin(site, of: harvest))
    if let model {
      misfits += saved.misfits(with: try ActivationOrigin(site, of: model))
      misfits += data.misfits(of: harvest, with: model, at: site)
    }
    guard let first = misfits.first, !fit.ignoreMismatch else { return misfits }
    throw CommandError("\(sae): \(first); or pass --ignore-mismatch")
  }

  private func show(
    _ evaluation: SAEEvaluation, of harvest: HarvestFolder, readBy model: LanguageModel?
  ) throws {
    try page.write([.saeEvaluation(evaluation)], title: sae)
    guard !common.json else {
      return try printJSON(
        ModelResult(
          content: AnalysisResult.saeEvaluation(evaluation),
          processing: model?.processing.names ?? harvest.manifest.processing,
          bos: harvest.manifest.prependBOS.map { $0 ? .always : .never }))
    }
    print(summary(of: evaluation))
    for warning in evaluation.warnings { note("warning: \(warning)") }
  }
}
