import Checkpoints
import Tensors

extension Family {
  /// GPT-2 of every size, as Hugging Face keeps it: weights `[input, output]`, Q, K, V in one.
  ///
  /// Source: Radford et al. 2019; `GPT2LMHeadModel` of transformers.
  static let gpt2 = Family(name: "gpt2") { facts throws(TransformerError) in
    if facts.flag("add_cross_attention") == true {
      throw facts.unsupported("'add_cross_attention' is true: Thresher runs GPT-2 without it")
    }
    // The oldest files say n_ctx.
    let contextKey = facts["n_positions"] == nil ? "n_ctx" : "n_positions"
    let dModel = try facts.count("n_embd")
    var configuration = try gpt2Configuration(
      facts, layerCount: try facts.layerCount("n_layer"), headCount: try facts.count("n_head"),
      dModel: dModel, dMLP: try facts.count(optional: "n_inner") ?? 4 * dModel,
      contextSize: try facts.contextSize(contextKey), epsilonKey: "layer_norm_epsilon",
      activation: try facts.activation("activation_function", default: "gelu_new"))
    if facts.flag("scale_attn_weights") == false { configuration.attentionScale = 1 }
    configuration.dividesScoresByLayer = facts.flag("scale_attn_by_inverse_layer_idx") ?? false
    return configuration
  } weights: { reader, configuration in
    let reader = reader.withOptionalPrefix("transformer.")
    let c = configuration
    let embedding = try reader.matrix("wte.weight", c.dVocab, c.dModel)
    return TransformerWeights(
      embedding: embedding,
      positionEmbedding: try reader.matrix("wpe.weight", c.contextSize, c.dModel),
      blocks: try (0..<c.layerCount).map { try gpt2Block("h.\($0)", of: reader, c) },
      finalNorm: try reader.normalization("ln_f", over: c.dModel),
      unembedding: try reader.unembedding("lm_head", orTiedTo: embedding, c))
  }
}

/// The configuration of a GPT-2 of the given sizes, which GPT-Neo and GGUF files share.
func gpt2Configuration(
  _ facts: ModelFacts, layerCount: Int, headCount: Int, dModel: Int, dMLP: Int, contextSize: Int,
  epsilonKey: String, activation: ActivationFunction
) throws(TransformerError) -> TransformerConfiguration {
  let dHead = try facts.headWidth(dModel: dModel, headCount: headCount)
  let dVocab = try facts.count("vocab_size")
  return TransformerConfiguration(
    family: "gpt2", layerCount: layerCount, headCount: headCount, keyValueHeadCount: headCount,
    dModel: dModel, dHead: dHead, dMLP: dMLP, dVocab: dVocab, dVocabOut: dVocab,
    contextSize: contextSize, normalization: .layerNorm, finalNormalization: .layerNorm,
    epsilon: Float(try facts.number(optional: epsilonKey) ?? 1e-5), activation: activation,
    isGated: false, positions: .learned, attentionScale: 1 / Float(dHead).squareRoot(),
    attentionWindows: Array(repeating: nil, count: layerCount), prependsBOS: true)
}

private func gpt2Block(
  _ name: String, of reader: WeightReader, _ c: TransformerConfiguration
) throws -> BlockWeights {
  let joined = try reader.linear(
    "\(name).attn.c_attn", from: c.dModel, to: 3 * c.dModel, .inputOutput)
  let parts = joined.thirds
  return BlockWeights(
    attentionNorm: try reader.normalization("\(name).ln_1", over: c.dModel),
    query: parts[0], key: parts[1], value: parts[2],
    output: try reader.linear(
      "\(name).attn.c_proj", from: c.dModel, to: c.dModel, .inputOutput),
    mlp: MLPWeights(
      norm: try reader.normalization("\(name).ln_2", over: c.dModel),
      input: try reader.linear("\(name).mlp.c_fc", from: c.dModel, to: c.dMLP, .inputOutput),
      output: try reader.linear("\(name).mlp.c_proj", from: c.dMLP, to: c.dModel, .inputOutput)))
}

extension Linear {
  /// The first, second and last third of the outputs, sharing this layer's memory.
  var thirds: [Linear] {
    let count = outputCount / 3
    return (0..<3).map { part in
      let outputs = part * count..<(part + 1) * count
      return Linear(
        weight: layout == .inputOutput ? weight.columns(outputs) : weight.rows(outputs),
        layout: layout, bias: bias?.columns(outputs))
    }
  }
}
