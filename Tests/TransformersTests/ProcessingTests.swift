import Checkpoints
import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct ProcessingTests {
  @Test func readsWhatTheCommandLineSays() throws {
    #expect(try Processing("none") == .none)
    #expect(try Processing("standard") == .standard)
    #expect(Processing.none.names.isEmpty)
    #expect(
      Processing.standard.names == [
        "fold_ln", "center_writing_weights", "center_unembed", "fold_value_biases",
      ])
    let list = try Processing("center_unembed, fold_ln,center_unembed")
    #expect(list.names == ["fold_ln", "center_unembed"])
    let all = try Processing("refactor_factored_attn_matrices,standard")
    #expect(all.steps == Processing.Step.allCases)
  }

  @Test(arguments: ["", ",", "fold", "fold_ln,none", "Standard"])
  func refusesUnknownSteps(text: String) {
    let error = #expect(throws: TransformerError.self) { try Processing(text) }
    #expect(error?.code == .unusableProcessing)
    #expect(error?.message.contains("fold_value_biases") == true)
  }

  @Test(arguments: TinyModel.families, Processing.Step.allCases.map { Processing([$0]) })
  func noStepChangesPredictions(family: String, processing: Processing) throws {
    let golden = try TinyModel(family)
    if processing.steps == [.refactorAttention] && !TinyModel.refactoredFamilies.contains(family) {
      return
    }
    let audit = try golden.model.audit(processing, on: golden.sequences)
    #expect(audit.logProbabilities < 2e-4)
  }

  @Test(arguments: TinyModel.families)
  func processingTwiceIsProcessingOnce(family: String) throws {
    let golden = try TinyModel(family)
    let once = try golden.model.processed(by: .standard)
    let twice = try once.processed(by: .standard)
    #expect(once.configuration == twice.configuration)
    let run = Run(golden.sequences, logits: .all)
    #expect(relativeDifference(try twice(run).logits, try once(run).logits) < 1e-5)
  }

  @Test func standardLeavesNothingToFoldAndNoMeans() throws {
    let golden = try TinyModel("gpt2")
    let model = try golden.model.processed(by: .standard)
    #expect(model.configuration.normalization == .layerNormPre)
    #expect(model.configuration.finalNormalization == .layerNormPre)
    #expect(model.weights.finalNorm == nil)
    for block in model.weights.blocks {
      #expect(block.attentionNorm == nil && block.mlp?.norm == nil && block.value.bias == nil)
    }
    // The unembedding gains a bias from the final shift, which attributions must list.
    #expect(model.weights.unembedding.bias != nil)
    let sites = ["blocks.1.hook_resid_post", "unembed.hook_out"]
    let result = try model(Run(golden.sequences, sites: Set(sites), logits: .all))
    for site in sites {
      let rows = try #require(result.cache[site])
      for row in 0..<rows.rows { #expect(abs(sum(rows[row: row])) < 1e-3, "\(site)") }
    }
  }

  @Test func rootMeanSquaresAreNotCentred() throws {
    let golden = try TinyModel("llama")
    let step = Processing.Step.centerWritingWeights
    #expect(step.reasonToSkip(golden.model.configuration) != nil)
    let model = try golden.model.processed(by: Processing([step]))
    #expect(model.weights.embedding == golden.model.weights.embedding)
    #expect(step.reasonToSkip(try TinyModel("gpt2").model.configuration) == nil)
  }

  @Test func refactoringRefusesRotaryModels() throws {
    let golden = try TinyModel("llama")
    let error = #expect(throws: TransformerError.self) {
      try golden.model.processed(by: Processing([.refactorAttention]))
    }
    #expect(error?.code == .unusableProcessing)
  }

  @Test func refactoredFactorsAreOrthogonal() throws {
    let model = try TinyModel("gpt2").model.processed(by: Processing([.refactorAttention]))
    let c = model.configuration
    for block in model.weights.blocks {
      for head in 0..<c.headCount {
        let rows = head * c.dHead..<(head + 1) * c.dHead
        let output = block.output.weight.rows(rows)
        let identity = Matrix.product(output, output, transposing: .right)
        for i in 0..<c.dHead {
          for j in 0..<c.dHead {
            #expect(abs(identity[i, j] - (i == j ? 1 : 0)) < 1e-5)
          }
        }
      }
    }
  }
}
