import Tensors

extension TransformerConfiguration {
  /// The configuration of a GPT-2; without arguments that of the small one.
  public static func gpt2(
    layerCount: Int = 12, headCount: Int = 12, dModel: Int = 768, dVocab: Int = 50_257,
    contextSize: Int = 1024
  ) -> TransformerConfiguration {
    TransformerConfiguration(
      family: "gpt2", layerCount: layerCount, headCount: headCount, keyValueHeadCount: headCount,
      dModel: dModel, dHead: dModel / headCount, dMLP: 4 * dModel, dVocab: dVocab,
      dVocabOut: dVocab, contextSize: contextSize, normalization: .layerNorm,
      finalNormalization: .layerNorm, epsilon: 1e-5, activation: .geluNew, isGated: false,
      positions: .learned, attentionScale: 1 / Float(dModel / headCount).squareRoot(),
      attentionWindows: Array(repeating: nil, count: layerCount), prependsBOS: true)
  }
}

extension Transformer {
  /// Makes a model of random weights, as one is before training.
  ///
  /// Weights are normal with a deviation of 0.02, those that write to the residual stream with one
  /// smaller by √(2 · layers); biases are zero, normalizations' scales one. (Radford et al. 2019.)
  ///
  /// - Parameters:
  ///   - configuration: What it is made of.
  ///   - seed: Where chance begins.
  /// - Throws: `TransformerError` with code `.unsupportedModel` when the configuration contradicts
  ///   itself.
  public init(
    randomWeightsOf configuration: TransformerConfiguration, seed: UInt64
  ) throws(TransformerError) {
    let source = RandomWeights(configuration, SplittableRandom(seed: seed))
    try self.init(configuration: configuration, weights: source.weights)
  }
}

/// Random weights by the names of what they are.
private struct RandomWeights {
  private let c: TransformerConfiguration
  private let random: SplittableRandom

  init(_ configuration: TransformerConfiguration, _ random: SplittableRandom) {
    c = configuration
    self.random = random
  }

  var weights: TransformerWeights {
    TransformerWeights(
      embedding: normal("embedding", c.dVocab, c.dModel),
      positionEmbedding: c.positions == .learned
        ? normal("positions", c.contextSize, c.dModel) : nil,
      blocks: (0..<c.layerCount).map { block("\($0)") },
      finalNorm: norm(c.finalNormalization, c.dModel),
      unembedding: Linear(
        weight: normal("unembedding", c.dVocabOut, c.dModel), layout: .outputInput)
    )
  }

  private func block(_ name: String) -> BlockWeights {
    let (queryWidth, keyWidth) = (c.headCount * c.dHead, c.keyValueHeadCount * c.dHead)
    return BlockWeights(
      attentionNorm: norm(c.normalization, c.dModel),
      query: linear("\(name).query", c.dModel, queryWidth),
      key: linear("\(name).key", c.dModel, keyWidth),
      value: linear("\(name).value", c.dModel, keyWidth),
      output: linear("\(name).output", queryWidth, c.dModel, writes: true),
      mlp: c.isAttentionOnly
        ? nil
        : MLPWeights(
          norm: norm(c.normalization, c.dModel),
          gate: c.isGated ? linear("\(name).gate", c.dModel, c.dMLP) : nil,
          input: linear("\(name).input", c.dModel, c.dMLP),
          activationNorm: c.activation.isNormalized ? norm(.layerNorm, c.dMLP) : nil,
          output: linear("\(name).mlpOutput", c.dMLP, c.dModel, writes: true)))
  }

  private func norm(
    _ kind: TransformerConfiguration.Normalization, _ width: Int
  ) -> NormalizationWeights? {
    guard kind == .layerNorm || kind == .rmsNorm else { return nil }
    return NormalizationWeights(
      scale: Matrix(row: Array(repeating: 1, count: width)),
      shift: kind == .layerNorm ? Matrix(rows: 1, columns: width) : nil)
  }

  private func linear(
    _ name: String, _ inputs: Int, _ outputs: Int, writes: Bool = false
  ) -> Linear {
    let shrink = writes ? 1 / Float(2 * c.layerCount).squareRoot() : 1
    return Linear(
      weight: normal(name, inputs, outputs, deviation: 0.02 * shrink), layout: .inputOutput,
      bias: Matrix(rows: 1, columns: outputs))
  }

  private func normal(
    _ name: String, _ rows: Int, _ columns: Int, deviation: Float = 0.02
  ) -> Matrix {
    let source = random.split(name)
    var matrix = Matrix(rows: rows, columns: columns)
    matrix.forEachRow { index, row in
      var random = source.split(UInt64(index))
      for i in row.indices { row[i] = deviation * random.normal() }
    }
    return matrix
  }
}
