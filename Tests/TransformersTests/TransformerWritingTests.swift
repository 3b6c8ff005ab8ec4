import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct TransformerWritingTests {
  private static let configurations: [TransformerConfiguration] = {
    let plain = TransformerConfiguration.gpt2(
      layerCount: 2, headCount: 2, dModel: 8, dVocab: 13, contextSize: 10)
    var solu = plain
    (solu.activation, solu.finalNormalization) = (.soluLN, .layerNorm)
    var rotary = plain
    rotary.positions = .rotary(base: 500, dimensions: 4)
    rotary.rotaryScaling = .linear(factor: 2)
    (rotary.isParallel, rotary.isGated, rotary.activation) = (true, true, .silu)
    (rotary.normalization, rotary.finalNormalization) = (.rmsNorm, .rmsNorm)
    (rotary.keyValueHeadCount, rotary.rotatesNeighbours) = (1, true)
    rotary.dividesScoresByLayer = true
    var local = plain
    (local.attentionWindows, local.attentionScale) = ([nil, 3], 1)
    (local.positions, local.isAttentionOnly, local.dMLP) = (.none, true, 0)
    local.activation = .relu
    return [plain, solu, rotary, local]
  }()

  @Test(arguments: 0..<4)
  func aWrittenModelReadsBackTheSame(index: Int) throws {
    let folder = try TemporaryFolder()
    let model = try Transformer(randomWeightsOf: Self.configurations[index], seed: 5)
    try model.write(to: folder.path, markToken: 0)
    let read = try Transformer(folder: folder.path)
    var configuration = read.configuration
    configuration.family = model.configuration.family
    #expect(configuration == model.configuration)
    let run = Run([[1, 5, 2, 9, 12], [3, 3]], logits: .all)
    #expect(relativeDifference(try read(run).logits, try model(run).logits) < 1e-6)
  }

  @Test func aGPT2LiesAsHuggingFaceKeepsIt() throws {
    let folder = try TemporaryFolder()
    try Transformer(randomWeightsOf: Self.configurations[0], seed: 5).write(to: folder.path)
    #expect(try Transformer(folder: folder.path).configuration.family == "gpt2")
    #expect(!Self.configurations[1].isGPT2)
  }

  @Test func halfPrecisionRoundsOnlyTheWeights() throws {
    let folder = try TemporaryFolder()
    let model = try Transformer(randomWeightsOf: Self.configurations[0], seed: 6)
    try model.write(to: folder.path, storedAs: .float16)
    let run = Run([[1, 5, 2]], logits: .all)
    let difference = relativeDifference(
      try Transformer(folder: folder.path)(run).logits, try model(run).logits)
    #expect(difference > 0 && difference < 2e-3)
  }

  @Test func aStateDictionaryMakesTheSameModel() throws {
    let model = try Transformer(randomWeightsOf: Self.configurations[2], seed: 7)
    let copy = try Transformer(
      configuration: model.configuration, stateDictionary: model.stateDictionary)
    let run = Run([[4, 1, 0]], logits: .all)
    #expect(relativeDifference(try copy(run).logits, try model(run).logits) < 1e-6)
    var short = model.stateDictionary
    short["embed.W_E"] = nil
    #expect(throws: (any Error).self) {
      _ = try Transformer(configuration: model.configuration, stateDictionary: short)
    }
  }
}
