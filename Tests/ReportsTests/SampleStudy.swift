import Analysis

/// A study with a result of every kind, small enough to compare byte by byte.
func sampleStudy() -> Study {
  Study(
    title: "What closes a tag", introduction: "A sample of every kind of result.",
    findings: ["Neuron 3.7 tells `</` apart.", "A probe of three neurons finds most of it."],
    facts: [Fact("Model", "tiny", note: "2 layers"), Fact("Seed", "0")],
    sections: [
      .init(title: "Harvest", results: [.harvest(harvest), .facts(facts)]),
      .init(title: "Autoencoder", results: [.saeTraining(training)]),
      .init(title: "Probes", results: [.probe(probes), .tasks(tasks)]),
      .init(
        title: "Neurons", findings: ["The first is by far the strongest."],
        results: [.ranking(ranking), .featurePage(page)]),
    ])
}

private let harvest = HarvestResult(
  harvest: "Activations/sample", sequences: 12, rows: 1536, tokens: 1548, shards: 1,
  bytes: 98_304_000, seconds: 75.2, tokensPerSecond: 20.6)

private let facts = FactTable(title: "Corpus", facts: [Fact("Pages", "20")])

private let training = SAETraining(
  sae: "Checkpoints/sample", site: "blocks.3.hook_resid_post", architecture: "topk", width: 64,
  steps: 30, tokens: 3000, seconds: 12, tokensPerSecond: 250,
  metrics: .init(l0: 8, mse: 0.25, explainedVariance: 0.91, deadFeatures: 3),
  curves: [
    .init(name: "loss", steps: [10, 20, 30], values: [3, 1.5, 1.25]),
    .init(name: "explainedVariance", steps: [10, 20, 30], values: [0.2, .nan, 0.91]),
  ],
  baselines: [.init(name: "8 principal components", explainedVariance: 0.72)])

private let probes: ProbeTraining = {
  let scores = ProbeScores(
    precision: 0.9, recall: 0.8, f1: 0.847, rocAUC: 0.97, prAUC: 0.9, mcc: 0.84, accuracy: 0.99,
    count: 400)
  return ProbeTraining(
    probes: [2, 3].map { layer in
      .init(
        site: "blocks.\(layer).mlp.hook_post", label: "html.close", penalty: "l1", c: 0.1,
        objective: 12, dualityGap: 1e-6, iterations: 40, converged: layer == 2, intercept: -3,
        active: [.init(index: 7, coefficient: 1.5)], train: scores, test: scores,
        majority: .majority(count: 400, positives: 12))
    })
}()

private let tasks = TaskScores(
  model: "tiny", tasks: [.init(task: "html-close", right: 41, of: 50)])

private let ranking = Ranking(
  label: "html.close", by: "mean-difference", unit: .neuron, rows: 1536, positives: 40,
  negatives: 1496, candidates: 3072,
  items: [(7, 3.25, 0.98), (12, -1.5, 0.11), (900, .nan, 0.5)].map { index, effect, area in
    .init(
      site: "blocks.3.mlp.hook_post", index: index, score: effect,
      statistics: [
        "effectSize": Figure(effect), "rocAUC": Figure(area), "meanPositive": Figure(2.5),
        "meanNegative": Figure(0.04), "density": Figure(0.031), "maximum": Figure(8.125),
      ])
  },
  warnings: ["effectSize is null for 1 columns"])

private let page = FeaturePage(
  unit: .neuron, site: "blocks.3.mlp.hook_post", index: 7, rows: 1536, density: 0.031, mean: 0.1,
  max: 8.125,
  histogram: Histogram(
    bins: [
      .init(lower: -1, upper: 0, count: 6, positives: 0),
      .init(lower: 0, upper: 1, count: 30, positives: 4),
      .init(lower: 1, upper: 2, count: 11, positives: 9),
    ], above: 1, zeros: 1488),
  labelStatistics: .init(
    label: "html.close", positives: 40, negatives: 1496,
    statistics: ["effectSize": Figure(3.25), "meanPositive": Figure(2.5)]),
  contexts: [context(8.125)], lowestContexts: [context(-1)],
  bands: [.init(lower: 4, upper: 8, count: 3, contexts: [])],
  logitEffects: LogitEffects(
    top: [.init(token: "</", id: 3, value: 2.5)],
    bottom: [.init(token: " the", id: 4, value: -1.25)]))

private func context(_ activation: Double) -> TokenContext {
  TokenContext(
    document: "A <page>", sequence: 3, position: 17, activation: activation, peak: 1,
    tokens: [
      .init(text: "\n", activation: nil), .init(text: "Title", activation: activation, label: 1),
      .init(text: "</", activation: 0.5, label: 0), .init(text: " h", activation: -0.25),
    ])
}
