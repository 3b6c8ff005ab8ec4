public import Tensors

/// A weight of a particular model, under TransformerLens's name and with its axes.
public struct NamedWeight: Sendable {
  /// The name in a state dictionary, `blocks.3.attn.W_Q`.
  public let name: String

  /// The length of each axis, `[head, dModel, dHead]`.
  public let shape: [Int]

  /// The weight as the model holds it.
  let stored: Matrix

  private let layout: Linear.Layout
  private let outputsAreHeads: Bool

  init(
    _ name: String, _ stored: Matrix, shape: [Int], layout: Linear.Layout = .inputOutput,
    outputsAreHeads: Bool = false
  ) {
    self.name = name
    self.stored = stored
    self.shape = shape
    self.layout = layout
    self.outputsAreHeads = outputsAreHeads
  }

  /// The weight with TransformerLens's axes.
  public var tensor: Tensor { tensor(of: stored) }

  /// A matrix that lies as the weight is stored, such as its gradient, with TransformerLens's axes.
  func tensor(of stored: Matrix) -> Tensor {
    let matrix = layout == .inputOutput ? stored : stored.transposed
    guard outputsAreHeads else { return Tensor(matrix, shape: shape) }
    let width = shape[2]
    let heads = (0..<shape[0]).map { matrix.columns($0 * width..<($0 + 1) * width) }
    return Tensor(Matrix(stacking: heads), shape: shape)
  }
}

extension Transformer {
  /// Every weight that the model has, in the order of the forward pass.
  public var namedWeights: [NamedWeight] {
    let c = configuration
    var list = [NamedWeight(WeightName.embedding, weights.embedding, shape: [c.dVocab, c.dModel])]
    if let table = weights.positionEmbedding {
      list.append(
        NamedWeight(WeightName.positionEmbedding, table, shape: [c.contextSize, c.dModel]))
    }
    for (layer, block) in weights.blocks.enumerated() {
      list += block.named(by: c, layer: layer)
    }
    list += named(weights.finalNorm, WeightName.finalScale, WeightName.finalShift)
    list += named(
      weights.unembedding, WeightName.unembedding, WeightName.unembeddingBias,
      shape: [c.dModel, c.dVocabOut], biasShape: [c.dVocabOut])
    return list
  }
}

extension BlockWeights {
  fileprivate func named(by c: TransformerConfiguration, layer: Int) -> [NamedWeight] {
    func name(_ weight: WeightName.Block) -> String { c.name(of: weight, layer: layer) }
    func projection(
      _ linear: Linear, _ weight: WeightName.Block, _ bias: WeightName.Block, heads: Int
    ) -> [NamedWeight] {
      Transformers.named(
        linear, name(weight), name(bias), shape: [heads, c.dModel, c.dHead],
        biasShape: [heads, c.dHead], outputsAreHeads: true)
    }
    var list = Transformers.named(attentionNorm, name(.attentionScale), name(.attentionShift))
    list += projection(query, .query, .queryBias, heads: c.headCount)
    list += projection(key, .key, .keyBias, heads: c.keyValueHeadCount)
    list += projection(value, .value, .valueBias, heads: c.keyValueHeadCount)
    list += Transformers.named(
      output, name(.output), name(.outputBias), shape: [c.headCount, c.dHead, c.dModel],
      biasShape: [c.dModel])
    guard let mlp else { return list }
    let (inward, outward) = ([c.dModel, c.dMLP], [c.dMLP, c.dModel])
    list += Transformers.named(mlp.norm, name(.mlpScale), name(.mlpShift))
    if let gate = mlp.gate {
      list += Transformers.named(
        gate, name(.gate), name(.gateBias), shape: inward, biasShape: [c.dMLP])
    }
    // TransformerLens's b_in of a gated MLP is another: it is added behind the gate.
    list += Transformers.named(
      mlp.input, name(.mlpInput), mlp.gate == nil ? name(.mlpInputBias) : nil, shape: inward,
      biasShape: [c.dMLP])
    list += Transformers.named(mlp.activationNorm, name(.activationScale), name(.activationShift))
    list += Transformers.named(
      mlp.output, name(.mlpOutput), name(.mlpOutputBias), shape: outward, biasShape: [c.dModel])
    return list
  }
}

private func named(
  _ linear: Linear, _ weight: String, _ bias: String?, shape: [Int], biasShape: [Int],
  outputsAreHeads: Bool = false
) -> [NamedWeight] {
  let named = NamedWeight(
    weight, linear.weight, shape: shape, layout: linear.layout, outputsAreHeads: outputsAreHeads)
  guard let bias, let stored = linear.bias else { return [named] }
  return [named, NamedWeight(bias, stored, shape: biasShape)]
}

private func named(
  _ norm: NormalizationWeights?, _ scale: String, _ shift: String
) -> [NamedWeight] {
  guard let norm else { return [] }
  let named = NamedWeight(scale, norm.scale, shape: [norm.scale.columns])
  return [named] + (norm.shift.map { [NamedWeight(shift, $0, shape: [$0.columns])] } ?? [])
}
