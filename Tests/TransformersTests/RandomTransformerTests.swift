import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct RandomTransformerTests {
  @Test func aNewModelForeseesNothing() throws {
    let configuration = TransformerConfiguration.gpt2(
      layerCount: 2, headCount: 2, dModel: 16, dVocab: 50, contextSize: 8)
    var run = Run([[1, 2, 3, 4], [5, 6, 7, 8]])
    run.wantsLosses = true
    let model = try Transformer(randomWeightsOf: configuration, seed: 1)
    let loss = try #require(try model(run).losses).mean
    // Nearly even logits cost log 50.
    #expect(abs(loss - 3.912) < 0.1)
    let again = try Transformer(randomWeightsOf: configuration, seed: 1)
    #expect(try again(run).losses?.mean == loss)
    let other = try Transformer(randomWeightsOf: configuration, seed: 2)
    #expect(try other(run).losses?.mean != loss)
  }
}
