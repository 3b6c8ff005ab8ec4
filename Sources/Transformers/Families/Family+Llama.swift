import Checkpoints
import Tensors

extension Family {
  /// Llama and what is built like it, as Hugging Face keeps it: weights `[output, input]`.
  ///
  /// Source: Touvron et al. 2023, <https://arxiv.org/abs/2302.13971>; `LlamaForCausalLM` of
  /// transformers.
  static let llama = Family(name: "llama") { facts throws(TransformerError) in
    try llamaConfiguration(facts, family: "llama", prependsBOS: true)
  } weights: { reader, configuration in
    try llamaWeights(reader, configuration)
  }
}

/// The configuration of a Llama, or of a family built like it, from Hugging Face's keys.
func llamaConfiguration(
  _ facts: ModelFacts, family: String, prependsBOS: Bool
) throws(TransformerError) -> TransformerConfiguration {
  let dModel = try facts.count("hidden_size")
  let headCount = try facts.count("num_attention_heads")
  let rotary = try facts.rotary(baseKey: "rope_theta")
  return llamaConfiguration(
    family: family, layerCount: try facts.layerCount("num_hidden_layers"), headCount: headCount,
    keyValueHeadCount: try facts.count(optional: "num_key_value_heads") ?? headCount,
    dModel: dModel, dHead: try facts.headWidth("head_dim", dModel: dModel, headCount: headCount),
    dMLP: try facts.count("intermediate_size"), dVocab: try facts.count("vocab_size"),
    contextSize: try facts.contextSize("max_position_embeddings"),
    epsilon: try facts.number(optional: "rms_norm_eps") ?? 1e-6,
    activation: try facts.activation("hidden_act", default: "silu"), rotaryBase: rotary.base,
    rotaryScaling: rotary.scaling, prependsBOS: prependsBOS)
}

/// The configuration of a Llama of the given sizes.
func llamaConfiguration(
  family: String, layerCount: Int, headCount: Int, keyValueHeadCount: Int, dModel: Int,
  dHead: Int, dMLP: Int, dVocab: Int, contextSize: Int, epsilon: Double,
  activation: ActivationFunction = .silu, rotaryBase: Double,
  rotaryScaling: RotaryScaling? = nil, prependsBOS: Bool
) -> TransformerConfiguration {
  TransformerConfiguration(
    family: family, layerCount: layerCount, headCount: headCount,
    keyValueHeadCount: keyValueHeadCount, dModel: dModel, dHead: dHead, dMLP: dMLP,
    dVocab: dVocab, dVocabOut: dVocab, contextSize: contextSize, normalization: .rmsNorm,
    finalNormalization: .rmsNorm, epsilon: Float(epsilon), activation: activation, isGated: true,
    positions: .rotary(base: rotaryBase, dimensions: dHead), rotaryScaling: rotaryScaling,
    attentionScale: 1 / Float(dHead).squareRoot(),
    attentionWindows: Array(repeating: nil, count: layerCount), prependsBOS: prependsBOS)
}

/// The weights of a Llama, or of a family built like it, by Hugging Face's names.
func llamaWeights(
  _ reader: WeightReader, _ c: TransformerConfiguration
) throws -> TransformerWeights {
  let reader = reader.withOptionalPrefix("model.")
  let embedding = try reader.matrix("embed_tokens.weight", c.dVocab, c.dModel)
  return TransformerWeights(
    embedding: embedding, positionEmbedding: nil,
    blocks: try (0..<c.layerCount).map { try llamaBlock("layers.\($0)", of: reader, c) },
    finalNorm: try reader.normalization("norm", over: c.dModel),
    unembedding: try reader.unembedding("lm_head", orTiedTo: embedding, c))
}

private func llamaBlock(
  _ name: String, of reader: WeightReader, _ c: TransformerConfiguration
) throws -> BlockWeights {
  let (queryWidth, keyWidth) = (c.headCount * c.dHead, c.keyValueHeadCount * c.dHead)
  let attention = "\(name).self_attn"
  return BlockWeights(
    attentionNorm: try reader.normalization("\(name).input_layernorm", over: c.dModel),
    query: try reader.linear("\(attention).q_proj", from: c.dModel, to: queryWidth),
    key: try reader.linear("\(attention).k_proj", from: c.dModel, to: keyWidth),
    value: try reader.linear("\(attention).v_proj", from: c.dModel, to: keyWidth),
    output: try reader.linear("\(attention).o_proj", from: queryWidth, to: c.dModel),
    mlp: MLPWeights(
      norm: try reader.normalization("\(name).post_attention_layernorm", over: c.dModel),
      gate: try reader.linear("\(name).mlp.gate_proj", from: c.dModel, to: c.dMLP),
      input: try reader.linear("\(name).mlp.up_proj", from: c.dModel, to: c.dMLP),
      output: try reader.linear("\(name).mlp.down_proj", from: c.dMLP, to: c.dModel)))
}
