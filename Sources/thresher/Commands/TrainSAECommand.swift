import Activations
import Analysis
import ArgumentParser
import Autoencoders
import Foundation
import Gradients
import Tensors

/// `thresher train sae`: a sparse autoencoder from a harvest.
struct TrainSAECommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sae",
    abstract: "Train a sparse autoencoder on a site of a harvest.",
    discussion: """
      It learns from four fifths of the documents and is evaluated on the tenth that it never sees.

      EXAMPLE
        thresher train sae --harvest Activations/pages --site blocks.15.hook_resid_pre \\
          --width 4608 --k 32 --steps 2000 --output Checkpoints/pages-sae
      """)

  @Option(help: "The harvest's folder.")
  var harvest: String

  @Option(help: "The site; by default the only one there is.")
  var site: String?

  @Option(help: "The kind of autoencoder: topk.")
  var architecture = "topk"

  @Option(help: "How many features it has.")
  var width: Int

  @Option(help: "How many of them are on at once.")
  var k = 32

  @Option(help: "How many steps to take.")
  var steps: Int?

  @Option(help: "How many rows to learn from, instead of --steps; rows are seen again as needed.")
  var tokens: Int?

  @Option(help: "Rows in a step.")
  var batch = 1024

  @Option(help: "The learning rate at its highest; by default one that suits the width.")
  var lr: Float?

  @Option(help: "Save what is needed to go on after this many steps.")
  var checkpointEvery = 500

  @Option(name: .shortAndLong, help: "The autoencoder's folder.")
  var output: String

  @Flag(help: "Go on where an interrupted run saved its state.")
  var resume = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard architecture == "topk" else {
      throw ValidationError("--architecture \(architecture): expected topk")
    }
    guard (steps == nil) != (tokens == nil) else {
      throw ValidationError("expected either --steps N or --tokens N")
    }
    for (name, value) in [
      ("--width", width), ("--k", k), ("--batch", batch), ("--steps", steps ?? 1),
      ("--tokens", tokens ?? 1), ("--checkpoint-every", checkpointEvery),
    ] where value < 1 {
      throw ValidationError("\(name) \(value): expected at least 1")
    }
    guard k <= width else { throw ValidationError("--k \(k): expected at most --width \(width)") }
  }

  func run() throws {
    common.apply()
    let folder = try HarvestFolder(path: harvest)
    let data = try SAEData(
      harvest: folder, site: try folder.site(matching: site.map { [$0] } ?? []),
      batchRows: batch, seed: common.seed)
    var run = try openRun(data)
    run.checkpointEvery = checkpointEvery
    let total = run.record.configuration.steps
    let progress = Progress("sae", of: total, unit: "steps", isQuiet: common.quiet)
    var batches = try data.batches(fromStep: run.trainer.stepCount)
    try run.run(batch: { _ in try data.next(of: &batches) }) { step in
      let remark = String(
        format: "explained variance %.3f, dead %d", step.explainedVariance ?? .nan,
        step.deadFeatures)
      progress.update(step.step, remark: remark)
      return true
    }
    progress.finish(total)
    try show(try summary(of: run, data: data, seconds: progress.seconds))
  }

  private func openRun(_ data: SAEData) throws -> TrainingRun {
    if resume {
      let run = try TrainingRun(resuming: output)
      guard run.record.configuration == configuration else {
        throw ValidationError("--resume: \(output) holds a run with other settings")
      }
      return run
    }
    return try TrainingRun(
      folder: output, configuration: configuration, metadata: data.metadata,
      sample: try data.sample(rows: 8192), batchRows: batch, dataSeed: common.seed)
  }

  private func summary(of run: TrainingRun, data: SAEData, seconds: Double) throws -> SAETraining {
    let evaluation = try data.evaluation(of: run.trainer.autoencoder)
    let rows = run.trainer.rowCount
    return SAETraining(
      sae: output, site: data.site, architecture: architecture, width: width,
      steps: run.trainer.stepCount, tokens: rows, seconds: seconds,
      tokensPerSecond: Double(rows) / max(seconds, 1e-9),
      metrics: SAETraining.Metrics(
        l0: evaluation.l0, mse: evaluation.mse,
        explainedVariance: evaluation.explainedVariance.global,
        deadFeatures: evaluation.deadFeatures),
      curves: try SAETraining.curves(metricsFile: "\(output)/metrics.jsonl"),
      baselines: [
        SAETraining.Baseline(
          name: "\(k) principal components",
          explainedVariance: try data.principalComponents(k: k).global)
      ])
  }

  private var configuration: TopKConfiguration {
    let steps = steps ?? max(1, (tokens ?? 1) / batch)
    var configuration = TopKConfiguration(width: width, k: k, steps: steps)
    if let lr { configuration.learningRate.peak = lr }
    configuration.seed = common.seed
    return configuration
  }

  private func show(_ training: SAETraining) throws {
    guard !common.json else { return print(AnalysisResult.saeTraining(training).json()) }
    let metrics = training.metrics
    print(
      String(
        format: "%@: explains %.2f %% of the variance of held-out rows with %.1f features at once",
        training.sae, 100 * metrics.explainedVariance, metrics.l0))
    for baseline in training.baselines ?? [] {
      print(String(format: "%@ explain %.2f %%", baseline.name, 100 * baseline.explainedVariance))
    }
    print("\(metrics.deadFeatures) of \(training.width ?? 0) features are dead")
  }
}
