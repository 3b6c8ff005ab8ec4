import Foundation

/// What results say, in plain words: a sentence for each that has something to say, and for each task.
///
/// The sentences state what was measured and on how much; they judge nothing.
public func findings(of results: [AnalysisResult]) -> [String] { results.flatMap(sentences) }

private func sentences(of result: AnalysisResult) -> [String] {
  if case .tasks(let scores) = result { return scores.findings }
  return [finding(of: result)].compactMap(\.self)
}

private func finding(of result: AnalysisResult) -> String? {
  switch result {
  case .harvest(let harvest):
    """
    \(harvest.tokens) tokens gave \(harvest.rows) rows of activations, in \
    \(harvest.shards == 1 ? "one shard" : "\(harvest.shards) shards").
    """
  case .saeEvaluation(let evaluation): finding(of: evaluation)
  case .saeTraining(let training): finding(of: training)
  case .probe(let training): training.probes.max { $0.test.f1 < $1.test.f1 }.map(finding)
  case .ranking(let ranking): ranking.items.first.map { finding(of: $0, in: ranking) }
  case .taskRanking(let ranking): ranking.finding
  case .ablation, .attribution, .brackets, .patching, .replay, .tasks, .facts, .featurePage,
    .study:
    nil
  }
}

private func finding(of training: SAETraining) -> String {
  var text = """
    With \(number(training.metrics.l0)) features at a time, the autoencoder explains \
    \(percent(training.metrics.explainedVariance)) of the variance of held-out rows
    """
  for baseline in training.baselines ?? [] {
    text += "; \(baseline.name) explain \(percent(baseline.explainedVariance))"
  }
  return text + "."
}

private func finding(of evaluation: SAEEvaluation) -> String {
  var text = """
    With \(number(evaluation.l0)) features at a time, the autoencoder explains \
    \(percent(evaluation.explainedVariance.global)) of the variance of \(evaluation.rows) rows
    """
  if let ce = evaluation.ce {
    text += """
      ; in the model it raises the loss from \(number(ce.clean)) to \(number(ce.spliced)) nats a token, \
      where the mean in its place raises it to \(number(ce.meanAblated))
      """
  }
  return text + "."
}

private func finding(of probe: ProbeTraining.Probe) -> String {
  """
  A probe of \(probe.active.count) columns of \(probe.site) tells \(probe.label) on held-out \
  documents with F1 \(number(probe.test.f1)), precision \(number(probe.test.precision)) and recall \
  \(number(probe.test.recall)) over \(probe.test.count) tokens; always saying the commoner answer \
  is right for \(percent(probe.majority?.accuracy ?? .nan)) of them.
  """
}

private func finding(of item: Ranking.Item, in ranking: Ranking) -> String {
  let area = item.statistics["rocAUC"].map {
    "; its area under the ROC curve is \(number($0.wrappedValue))"
  }
  return """
    \(ranking.unit.rawValue.capitalized) \(item.index) of \(item.site) ranks first of \
    \(ranking.candidates) for \(ranking.label) over \(ranking.rows) rows, by \(ranking.by) with \
    \(number(item.score))\(area ?? "").
    """
}

private func number(_ value: Double) -> String {
  value.isFinite ? String(format: "%.3g", value) : "undefined"
}

private func percent(_ value: Double) -> String {
  value.isFinite ? String(format: "%.1f %%", 100 * value) : "an undefined part"
}
