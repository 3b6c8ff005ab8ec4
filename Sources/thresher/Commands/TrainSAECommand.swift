import Activations
import Analysis
import ArgumentParser
import Autoencoders
import Foundation
import Tensors

/// `thresher train sae`: sparse autoencoders from a harvest, or from a model that reads meanwhile.
struct TrainSAECommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sae",
    abstract: "Train sparse autoencoders on sites of a harvest, or straight from a model.",
    discussion: """
      They learn from four fifths of the documents and are evaluated on the tenth that they never \
      see. Ctrl-C saves and stops; --resume goes on to the same bytes. Values may stand in a YAML \
      file; those given as options come before it. Several widths, or the entries under \
      'autoencoders' of the file, are trained off one reading of the rows.

      EXAMPLES
        thresher train sae --harvest Activations/pages --site blocks.15.hook_resid_pre \\
          --width 4608 --k 32 --steps 2000 --output Checkpoints/pages-sae
        thresher train sae --model smollm2-135m --corpus pages/ --site blocks.15.hook_resid_pre \\
          --architecture jumprelu --target-l0 32 --widths 2304,4608 --tokens 2000000 \\
          --output Checkpoints/streamed
        thresher train sae --config sweep.yaml --set bandwidth=0.01 --output Checkpoints/sweep
      """)

  @OptionGroup var options: SAEOptions

  @Flag(help: "Go on where an interrupted run saved its state.")
  var resume = false

  @OptionGroup var page: PageOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.apply()
    let file = try options.config.map { try SAEFile(path: $0) } ?? SAEFile()
    let choices = file.choices.overridden(by: try options.choices(seed: common.seed))
    let batchRows = try choices.number("batch") ?? 1024
    let asked = try SAEPlan.plans(choices, runs: file.runs, batchRows: batchRows)
    let (rows, siteNames) = try options.rows(
      choices, sites: asked.flatMap { [$0.site] + ($0.outputSite.map { [$0] } ?? []) },
      batchRows: batchRows, seed: common.seed)
    let plans = try asked.map { try $0.choosingSites(among: siteNames) }
    let policy = try faultPolicy(choices)
    let every = try choices.number("checkpoint-every") ?? 500
    var runs = try plans.map { plan in
      var run = try open(plan, rows: rows, batchRows: batchRows)
      (run.checkpointEvery, run.onFault) = (every, policy)
      return run
    }
    let seconds = try train(&runs, plans: plans, rows: rows)
    let trainings = try SAETrainingReport(
      rows: rows, plans: plans, seconds: seconds, isJSON: common.json
    ).show(runs)
    try page.write(trainings.map { .saeTraining($0) }, title: "Sparse autoencoders")
  }

  private func faultPolicy(_ choices: SAEChoices) throws -> TrainingRun.FaultPolicy {
    let name = choices["on-nan"] ?? "stop"
    guard let policy = TrainingRun.FaultPolicy(rawValue: name) else {
      throw ValidationError("--on-nan \(name): expected stop or rollback")
    }
    return policy
  }

  private func open(_ plan: SAEPlan, rows: any SAERows, batchRows: Int) throws -> TrainingRun {
    guard resume && TrainingRun.exists(in: plan.folder) else {
      var metadata = rows.metadata(site: plan.site)
      metadata.hookNameOut = plan.outputSite
      return try TrainingRun(
        folder: plan.folder, configuration: plan.configuration, metadata: metadata,
        sample: try rows.sample(of: plan), batchRows: batchRows, dataSeed: common.seed)
    }
    let run = try TrainingRun(resuming: plan.folder)
    guard run.record.configuration == plan.configuration && run.record.batchRows == batchRows
    else {
      throw ValidationError("--resume: \(plan.folder) holds a run with other settings")
    }
    return run
  }

  /// Trains all runs, those that are behind first, and returns the seconds that it took.
  private func train(
    _ runs: inout [TrainingRun], plans: [SAEPlan], rows: any SAERows
  ) throws -> Double {
    let total = runs.reduce(0) { $0 + $1.record.configuration.steps }
    let progress = Progress("sae", of: total, unit: "steps", isQuiet: common.quiet)
    let interruption = Interruption()
    var line = SAEProgressLine()
    while let number = runs.filter({ !$0.trainer.isFinished }).map(\.nextBatch).min() {
      for index in runs.indices
      where !runs[index].trainer.isFinished && runs[index].nextBatch == number {
        let batch = try rows.batch(number, of: plans[index])
        guard let step = try runs[index].advance(batch) else {
          note("sae: \(plans[index].folder): went back to the last checkpoint, a batch left out")
          continue
        }
        line.add(step, rows: batch.count, seconds: progress.seconds)
        let done = runs.reduce(0) { $0 + $1.trainer.stepCount }
        progress.update(done, remark: line.text(width: runs[index].record.configuration.width))
      }
      if interruption.isRequested {
        for index in runs.indices { try runs[index].checkpoint() }
        note("sae: saved; the same command with --resume goes on")
        throw ExitCode(1)
      }
    }
    progress.finish(total)
    return progress.seconds
  }
}
