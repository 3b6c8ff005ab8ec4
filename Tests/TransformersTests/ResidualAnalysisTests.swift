import Tensors
import TestSupport
import Testing

@testable import Transformers

/// What the parts of a run write adds up: to the residual stream, and to the logits.
@Suite struct ResidualAnalysisTests {
  private func analysis(
    _ family: String, at positions: PositionSelection = .all
  ) throws -> (ResidualAnalysis, RunResult) {
    let golden = try TinyModel(family)
    let sites = ResidualAnalysis.sites(of: golden.model.configuration)
    let result = try golden.model(Run(golden.sequences, sites: sites, logits: positions))
    return (try ResidualAnalysis(result.cache, of: golden.model, at: positions), result)
  }

  private func points(of configuration: TransformerConfiguration) -> [ResidualPoint] {
    let mlps: [ResidualPoint] = configuration.isAttentionOnly ? [] : [.mlp(layer: 1)]
    return [.attention(layer: 0), .attention(layer: 1), .unembedding] + mlps
  }

  @Test(arguments: TinyModel.families)
  func componentsAddUpToTheResidualStream(family: String) throws {
    let (analysis, _) = try analysis(family)
    let configuration = analysis.configuration
    for point in points(of: configuration) {
      let states = try analysis.accumulatedResidual(to: point, includesMid: true)
      let expected = try #require(states.components.last)
      for stack in [
        try analysis.decomposedResidual(to: point), try analysis.fullDecomposition(to: point),
        try analysis.fullDecomposition(to: point, expandsNeurons: true),
      ] {
        let sum = try #require(stack.sum)
        #expect(relativeDifference(sum, expected) < 1e-5, "\(point)")
      }
    }
  }

  @Test(arguments: TinyModel.families)
  func headsAndTheBiasAddUpToAttention(family: String) throws {
    let (analysis, _) = try analysis(family)
    for layer in 0..<analysis.configuration.layerCount {
      let heads = try analysis.headResults()
      var sum = Matrix(rows: analysis.rows.count, columns: analysis.configuration.dModel)
      for head in 0..<analysis.configuration.headCount {
        sum += try #require(heads["L\(layer)H\(head)"])
      }
      if let bias = analysis.model.weights.blocks[layer].output.bias { sum.addToRows(bias) }
      let output = try analysis.activation("blocks.\(layer).hook_attn_out")
      #expect(relativeDifference(sum, output) < 1e-5)
    }
  }

  @Test(arguments: TinyModel.families, [PositionSelection.all, .at([-1, 2])])
  func attributionsAddUpToTheLogits(family: String, positions: PositionSelection) throws {
    let (analysis, result) = try analysis(family, at: positions)
    let rows = analysis.rows.count
    let right = (0..<rows).map { $0 % 7 }
    for stack in [
      try analysis.decomposedResidual(), try analysis.fullDecomposition(expandsNeurons: true),
    ] {
      let one = try analysis.logitAttributions(of: stack, right: right)
      let two = try analysis.logitAttributions(of: stack, right: right, wrong: [9])
      for row in 0..<rows {
        let (logit, wrong) = (result.logits[row, right[row]], result.logits[row, 9])
        #expect(abs(one.totals[row] - Double(logit)) < 1e-4 * Double(max(1, abs(logit))))
        #expect(abs(two.totals[row] - Double(logit - wrong)) < 1e-4 * Double(max(1, abs(logit))))
      }
    }
  }

  /// Case 003: what the stream adds, and the bias that folding makes, are the logit difference.
  @Test func directAttributionAndTheFoldedBiasGiveTheLogitDifference() throws {
    let golden = try TinyModel("gpt_neo")
    let processing = Processing(Processing.Step.allCases.filter { $0 != .foldValueBiases })
    let model = try golden.model.processed(by: processing)
    let sites = ResidualAnalysis.sites(of: model.configuration)
    let result = try model(Run(golden.sequences, sites: sites, logits: .last))
    let analysis = try ResidualAnalysis(result.cache, of: model, at: .last)
    let found = try analysis.logitAttributions(
      of: try analysis.decomposedResidual(), right: [3], wrong: [7])
    #expect(found.labels.last == "b_U")
    for row in 0..<analysis.rows.count {
      let difference = Double(result.logits[row, 3] - result.logits[row, 7])
      #expect(abs(found.totals[row] - difference) < 1e-4 * max(1, abs(difference)))
      #expect(found.values[found.labels.count - 1, row] != 0)
    }
  }

  @Test(arguments: ["gpt2", "llama", "solu"])
  func neuronsNeedNotBeWrittenOut(family: String) throws {
    let (analysis, _) = try analysis(family, at: .last)
    let found = try analysis.logitAttributions(ofNeurons: 1..<2, right: [3], wrong: [7])
    let results = try analysis.neuronResults(layer: 1)
    let expected = try analysis.logitAttributions(of: results, right: [3], wrong: [7])
    #expect(found.labels == results.labels)
    #expect(relativeDifference(found.values, expected.values.rows(0..<found.labels.count)) < 1e-5)
  }

  @Test(arguments: TinyModel.families)
  func theLensOnTheLastStateGivesTheLogits(family: String) throws {
    let (analysis, result) = try analysis(family)
    let states = try analysis.accumulatedResidual()
    #expect(states.labels.last == "final_post")
    let logits = try #require(analysis.logits(of: states).last)
    #expect(relativeDifference(logits, result.logits) < 1e-5)
  }

  @Test(arguments: ["gpt2", "llama", "bare"])
  func normalizedComponentsAddUpToTheQuotient(family: String) throws {
    let golden = try TinyModel(family)
    let configuration = golden.model.configuration
    let quotient =
      configuration.normalization == .none
      ? "blocks.1.hook_resid_pre" : "blocks.1.ln1.hook_normalized"
    let sites = ResidualAnalysis.sites(of: configuration).union([quotient])
    let cache = try golden.model(Run(golden.sequences, sites: sites)).cache
    let analysis = try ResidualAnalysis(cache, of: golden.model)
    let point = ResidualPoint.attention(layer: 1)
    let parts = try analysis.normalized(try analysis.decomposedResidual(to: point), at: point)
    #expect(relativeDifference(try #require(parts.sum), try analysis.activation(quotient)) < 1e-5)
  }

  @Test func aRemainderCompletesAStack() throws {
    let (analysis, _) = try analysis("gpt2")
    let whole = try analysis.activation("blocks.1.hook_resid_post")
    let stack = try analysis.headResults().withRemainder(of: whole)
    #expect(stack.labels == ["L0H0", "L0H1", "L1H0", "L1H1", "remainder"])
    #expect(relativeDifference(try #require(stack.sum), whole) < 1e-5)
  }

  @Test func saysWhatTheRunDidNotRecord() throws {
    let golden = try TinyModel("gpt2")
    let cache = try golden.model(Run(golden.sequences, sites: ["hook_embed"])).cache
    let analysis = try ResidualAnalysis(cache, of: golden.model)
    let error = #expect(throws: TransformerError.self) { try analysis.headResults() }
    #expect(error?.code == .notRecorded)
  }
}
