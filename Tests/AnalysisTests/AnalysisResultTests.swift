import Foundation
import Testing

@testable import Analysis
@testable import Autoencoders

@Suite struct AnalysisResultTests {
  private let ranking = Ranking(
    label: "l", by: "mean-difference", unit: .neuron, rows: 3, positives: 1, negatives: 2,
    candidates: 1,
    items: [
      .init(
        site: "s", index: 0, score: .nan,
        statistics: ["rocAUC": Figure(0.5), "effectSize": Figure(Double.nan)])
    ],
    warnings: ["effectSize is null"])

  /// An evaluation without predictions, whose numbers are not any.
  private let evaluation = SAEEvaluation(
    sae: "f", format: .saeLens, architecture: "topk", harvest: "h", site: "s", outputSite: nil,
    split: "test", documents: 1, rows: 2, l0: 1, l1: 2, mse: 3, normalizedMSE: .nan,
    explainedVariance: .init(.init(global: 0.5, perToken: .nan, legacy: 0.25)), cosine: 1,
    shrinkage: .init(.init(inputNorm: 1, outputNorm: 2, ratio: 2, relativeBias: .nan)),
    deadFeatures: 1, denseFeatures: 0, featureDensity: [0, 0.5],
    densityHistogram: SAEEvaluation.DensityBin.bins(of: [0.5]),
    encoderDecoderCosine: .init(of: [0.5]), ce: .init(PredictionSums()),
    kl: .init(PredictionSums()), classes: [.init(.inText, EvaluationGroup())],
    intervals: ["mse": MetricInterval(low: 1, high: 2)], warnings: ["normalizedMSE is null"])

  @Test func theKindStandsBesideTheOtherKeys() throws {
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(AnalysisResult.ranking(ranking).json().utf8))
        as? [String: Any])
    #expect(object["kind"] as? String == "ranking")
    #expect(object["label"] as? String == "l")
    let item = try #require((object["items"] as? [[String: Any]])?.first)
    #expect(item["score"] is NSNull)
    let statistics = try #require(item["statistics"] as? [String: Any])
    #expect(statistics["effectSize"] is NSNull && statistics["rocAUC"] as? Double == 0.5)
  }

  @Test func everyKindReadsBackAsItself() throws {
    let scores = ProbeScores.majority(count: 10, positives: 2)
    let page = try featurePages(
      of: [0], in: sampleRows(), unit: .neuron, label: "l",
      text: { _ in SequenceText(document: "d", tokens: (0..<10).map { "\($0)" }) })[0]
    let results: [AnalysisResult] = [
      .ablation(ablation), .attribution(attribution), .patching(patching), .ranking(ranking),
      .featurePage(page), .facts(FactTable(facts: [Fact("a", "b", note: "c")])),
      .harvest(
        HarvestResult(
          harvest: "h", sequences: 1, rows: 2, tokens: 3, shards: 4, bytes: 5, seconds: 0.5,
          tokensPerSecond: 6)),
      .probe(
        ProbeTraining(probes: [
          .init(
            site: "s", label: "l", penalty: "l1", c: 0.1, objective: 1, dualityGap: 1e-9,
            iterations: 7, converged: true, intercept: -1,
            active: [.init(index: 3, coefficient: 0.25)], train: scores, test: scores)
        ])),
      .saeTraining(
        SAETraining(
          sae: "f", steps: 1, tokens: 2, seconds: 3, tokensPerSecond: .nan,
          metrics: .init(l0: 1, mse: 2, explainedVariance: 0.5, deadFeatures: 0),
          curves: [.init(name: "loss", steps: [1], values: [0.1])])),
      .saeEvaluation(evaluation),
      .tasks(TaskScores(model: "m", tasks: [.init(task: "t", right: 8, of: 10)])),
      .taskRanking(taskRanking),
      .brackets(
        BracketScores(BracketClasses(tokens: (0..<8).map { [$0] })) { "token \($0)" }),
      .replay(
        Replay(
          case: "003", title: "t", source: "s", originalModel: "o", model: "m", processing: [],
          isOriginal: false, notebookCompat: false)),
    ]
    let study = AnalysisResult.study(
      Study(title: "t", findings: ["f"], sections: [.init(title: "s", results: results)]))
    for result in results + [study] {
      let json = Data(result.json().utf8)
      #expect(try AnalysisResult(json: json, path: "r.json") == result)
    }
    #expect(Set((results + [study]).map(\.kind)) == Set(AnalysisResult.Kind.allCases))
  }

  private var taskRanking: TaskRanking {
    var ranking = TaskRanking(
      task: "t", model: "m", unit: .head, replacement: .mean, metric: .logitDifference,
      metricMean: 1, prompts: 2, candidates: 3)
    ranking.items = [
      .init(
        name: "10.7", site: "blocks.10.attn.hook_z", index: 7, score: 0.5,
        statistics: ["measured": Figure(0.25)])
    ]
    var score = TaskScores.Score(task: "t", right: 1, of: 2)
    score.ablation = TaskAblation(
      units: ["10.7"], replacement: "mean", accuracy: 0.25,
      drop: .init(value: 0.25, ciLow: 0.1, ciHigh: 0.4), randomAccuracies: [Figure(0.5)])
    ranking.joint = [.init(count: 1, score: score)]
    ranking.correlation = Correlation([1, 2, 4], [2, 1, 5])
    return ranking
  }

  private var ablation: Ablation {
    var tally = AblationTally(
      targets: [AblationTarget("10.7", parts: [])], kinds: [AblationKind(.mean, .direct)],
      placeCount: 1, keepsTokens: true)
    let effect = AblationEffect(lossChanges: [0.5], logitChanges: [-1])
    tally.add(losses: [2], effects: [[effect]], texts: ["a", "b"])
    return tally.result(model: "m")
  }

  private let prompt = PromptText(prompt: "p", tokens: [.init(id: 1, text: "p")], logitDiff: 0.5)

  private var attribution: Attribution {
    Attribution(
      DirectAttribution(
        rows: [.init(label: "embed", values: [1, 2]), .init(label: "b_U", values: [3, 4])],
        logitDifferences: [4, 6]),
      model: "m", by: "component", prompts: [prompt, prompt], top: 1)
  }

  private var patching: Patching {
    let pair = Alignment.Pair(source: 0, target: 0)
    let grid = PatchGrid(
      site: "blocks.*.hook_resid_post", axes: .headPosition, rows: [.name("0.1")],
      columns: [.index(0)], values: [[[1, .nan]]])
    let facts = PatchingFacts(
      model: "m", method: .activationPatching, metric: .logitDifference, source: "resample",
      clean: prompt, corrupted: prompt, values: (clean: [1, 2], corrupted: [0, 0]))
    return Patching([grid], facts, direction: .denoising, alignment: Alignment(pairs: [pair]))
  }

  @Test func probesKeepTheirCapitalC() throws {
    let scores = ProbeScores.majority(count: 2, positives: 1)
    let probe = ProbeTraining.Probe(
      site: "s", label: "l", penalty: "l1", c: 0.5, objective: 1, dualityGap: 0, iterations: 1,
      converged: true, intercept: 0, active: [], train: scores, test: scores)
    let json = AnalysisResult.probe(ProbeTraining(probes: [probe])).json(isIndented: false)
    #expect(json.contains(#""C":0.5"#))
  }

  @Test(arguments: [
    ("{}", "expected this key"), (#"{"kind":"rankings"}"#, "one of ablation, attribution"),
    (#"{"kind":"tasks","tasks":[{"task":1}]}"#, "tasks[0].task"), ("[1", "not valid JSON"),
    (#"{"kind":"harvest","harvest":"h"}"#, "the value of"),
  ])
  func afterABadFileTheErrorSaysWhere(json: String, expected: String) {
    let error = #expect(throws: AnalysisError.self) {
      try AnalysisResult(json: Data(json.utf8), path: "r.json")
    }
    #expect(error?.code == .unreadableResult)
    #expect(error?.description.hasPrefix("r.json: ") == true)
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }
}
