import Testing
import TestSupport
import Transformers

@testable import Analysis

/// What the author of the copy suppression study published of GPT-2 small's head 10.7.
///
/// Source: callummcdougall/SERI-MATS-2023-Streamlit-pages, `explore_prompts.ipynb`: the change of the
/// loss by mean-direct ablation, the mean being that of the one prompt.
@Suite(.enabled(if: checkpointPath("gpt2") != nil, "needs GPT-2's weights in Checkpoints/gpt2"))
struct PublishedLossChangesTests {
  @Test func headTenSevenSuppressesLove() throws {
    let path = try #require(checkpointPath("gpt2"))
    let model = try LanguageModel(at: path, name: "gpt2", processing: .standard)
    let document = try model.tokens(of: "All's fair in love and war", bos: .always)
    let head = try AblationPart.head(
      HeadName(layer: 10, index: 7), in: model.configuration)
    var run = try AblationRun(
      of: model.transformer, targets: [AblationTarget("10.7", parts: [head])],
      kinds: [AblationKind(.mean, .direct)])
    try run.observe(document)
    let found = try run.effects(of: document, number: 0).effects[0][0].lossChanges
    let published: [Float] = [0.0063, -0.0087, 0.0364, 0.0039, 0.2709, -0.0024, 0.1273]
    expectClose(found.map(Double.init), published, within: 1e-3, "All's fair in love and war")
  }
}
