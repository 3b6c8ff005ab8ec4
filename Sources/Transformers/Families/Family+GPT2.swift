import Checkpoints
import Tensors

extension Family {
  /// GPT-2 of every size, as Hugging Face keeps it: weights `[input, output]`, Q, K, V in one.
  ///
  /// Source: Radford et al. 2019; `GPT2LMHeadModel` of transformers.
  static let gpt2 = Family(name: "gpt2") { facts throws(TransformerError) in
    let dModel = try facts.count("n_embd")
    let headCount = try facts.count("n_head")
    guard dModel % headCount == 0 else {
      throw TransformerError(
        code: .unsupportedModel, message: "n_embd \(dModel) is no multiple of n_head \(headCount)",
        path: facts.path)
    }
    let name = facts.text("activation_function") ?? "gelu_new"
    guard let activation = ActivationFunction(rawValue: name) else {
      throw TransformerError(
        code: .unsupportedModel, message: "activation_function '\(name)' is not known",
        path: facts.path)
    }
    let dHead = dModel / headCount
    let layerCount = try facts.count("n_layer")
    let dVocab = try facts.count("vocab_size")
    // The oldest files say n_ctx.
    let contextKey = try facts.count(optional: "n_positions") == nil ? "n_ctx" : "n_positions"
    let contextSize = try facts.count(contextKey)
    return TransformerConfiguration(
      family: "gpt2", layerCount: layerCount, headCount: headCount,
      keyValueHeadCount: headCount, dModel: dModel, dHead: dHead,
      dMLP: try facts.count(optional: "n_inner") ?? 4 * dModel,
      dVocab: dVocab, dVocabOut: dVocab, contextSize: contextSize,
      normalization: .layerNorm, finalNormalization: .layerNorm,
      epsilon: Float(try facts.number(optional: "layer_norm_epsilon") ?? 1e-5),
      activation: activation, isGated: false, positions: .learned,
      attentionScale: 1 / Float(dHead).squareRoot(),
      attentionWindows: Array(repeating: nil, count: layerCount), isBidirectional: false,
      isParallel: false, isAttentionOnly: false, prependsBOS: true)
  } weights: { reader, configuration in
    let reader = reader.withOptionalPrefix("transformer.")
    let embedding = try reader.matrix("wte.weight")
    let unembedding =
      reader.contains("lm_head.weight") ? try reader.matrix("lm_head.weight") : embedding
    return TransformerWeights(
      embedding: embedding, positionEmbedding: try reader.matrix("wpe.weight"),
      blocks: try (0..<configuration.layerCount).map { layer in
        try gpt2Block("h.\(layer)", of: reader, dModel: configuration.dModel)
      },
      finalNorm: try reader.normalization("ln_f"),
      unembedding: Linear(weight: unembedding, layout: .outputInput))
  }
}

private func gpt2Block(
  _ name: String, of reader: WeightReader, dModel: Int
) throws -> BlockWeights {
  let joined = try reader.linear("\(name).attn.c_attn", .inputOutput)
  guard joined.outputCount == 3 * dModel else {
    throw TransformerError(
      code: .wrongShape,
      message: "\(name).attn.c_attn gives \(joined.outputCount) outputs, expected \(3 * dModel)")
  }
  func part(_ index: Int) -> Linear {
    let columns = index * dModel..<(index + 1) * dModel
    return Linear(
      weight: joined.weight.columns(columns), layout: .inputOutput,
      bias: joined.bias?.columns(columns))
  }
  return BlockWeights(
    attentionNorm: try reader.normalization("\(name).ln_1"),
    query: part(0), key: part(1), value: part(2),
    output: try reader.linear("\(name).attn.c_proj", .inputOutput),
    mlp: MLPWeights(
      norm: try reader.normalization("\(name).ln_2"),
      input: try reader.linear("\(name).mlp.c_fc", .inputOutput),
      output: try reader.linear("\(name).mlp.c_proj", .inputOutput)))
}
