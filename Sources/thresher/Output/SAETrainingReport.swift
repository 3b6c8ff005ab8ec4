import Analysis
import Autoencoders
import Foundation

/// What `train sae` prints in the end.
struct SAETrainingReport {
  let rows: any SAERows
  let plans: [SAEPlan]
  let seconds: Double
  let isJSON: Bool

  /// Prints one result, or of several runs an object that holds them, and returns them.
  func show(_ runs: [TrainingRun]) throws -> [SAETraining] {
    let trainings = try zip(runs, plans).map { try result(of: $0, plan: $1) }
    if isJSON {
      let objects = trainings.map { AnalysisResult.saeTraining($0).json() }
      print(
        objects.count == 1
          ? objects[0] : "{\"autoencoders\": [\(objects.joined(separator: ", "))]}")
    } else {
      for (training, run) in zip(trainings, runs) { show(training, run) }
    }
    return trainings
  }

  private func result(of run: TrainingRun, plan: SAEPlan) throws -> SAETraining {
    let evaluation = try rows.evaluation(of: run.trainer.autoencoder, plan: plan)
    let configuration = plan.configuration
    let count = run.trainer.rowCount
    return SAETraining(
      sae: plan.folder, site: plan.site, architecture: configuration.architecture.rawValue,
      width: configuration.width, steps: run.trainer.stepCount, tokens: count, seconds: seconds,
      tokensPerSecond: Double(count) / max(seconds, 1e-9),
      metrics: SAETraining.Metrics(
        l0: evaluation?.l0 ?? .nan, mse: evaluation?.mse ?? .nan,
        explainedVariance: evaluation?.explainedVariance.global ?? .nan,
        deadFeatures: evaluation?.deadFeatures ?? run.trainer.deadFeatureCount),
      curves: try SAETraining.curves(metricsFile: "\(plan.folder)/metrics.jsonl"),
      baselines: try baselines(plan), configuration: try settings(of: configuration))
  }

  /// The settings by name, each as JSON writes it.
  private func settings(of configuration: TrainingConfiguration) throws -> [String: String] {
    let object = try JSONSerialization.jsonObject(with: try jsonData(configuration))
    return (object as? [String: Any] ?? [:]).mapValues { "\($0)" }
  }

  private func baselines(_ plan: SAEPlan) throws -> [SAETraining.Baseline] {
    let configuration = plan.configuration
    guard let rows = rows as? HarvestSAERows, plan.outputSite == nil,
      [.topK, .batchTopK, .matryoshka].contains(configuration.architecture)
    else { return [] }
    let k = Int(configuration.k)
    return [
      SAETraining.Baseline(
        name: "\(k) principal components",
        explainedVariance: try rows.principalComponents(k: k, site: plan.site).global)
    ]
  }

  private func show(_ training: SAETraining, _ run: TrainingRun) {
    let metrics = training.metrics
    print(
      String(
        format: "%@: explains %.2f %% of the variance of held-out rows with %.1f features at once",
        training.sae, 100 * metrics.explainedVariance, metrics.l0))
    for baseline in training.baselines ?? [] {
      print(String(format: "%@ explain %.2f %%", baseline.name, 100 * baseline.explainedVariance))
    }
    print("\(metrics.deadFeatures) of \(training.width ?? 0) features are dead")
    let ages = run.trainer.silentFeatureCounts
    let texts = ages.map { "\($0.count) for \($0.rows) rows" }
    if ages.contains(where: { $0.count > 0 }) {
      print("silent in training: \(texts.joined(separator: ", "))")
    }
  }
}
