import Checkpoints
import Tensors

extension Family {
  /// Llama and what is built like it, as Hugging Face keeps it: weights `[output, input]`.
  ///
  /// Source: Touvron et al. 2023, <https://arxiv.org/abs/2302.13971>; `LlamaForCausalLM` of
  /// transformers.
  static let llama = Family(name: "llama") { facts throws(TransformerError) in
    let dModel = try facts.count("hidden_size")
    let headCount = try facts.count("num_attention_heads")
    let dHead = try facts.count(optional: "head_dim") ?? dModel / headCount
    return llamaConfiguration(
      layerCount: try facts.count("num_hidden_layers"), headCount: headCount,
      keyValueHeadCount: try facts.count(optional: "num_key_value_heads") ?? headCount,
      dModel: dModel, dHead: dHead, dMLP: try facts.count("intermediate_size"),
      dVocab: try facts.count("vocab_size"),
      contextSize: try facts.count("max_position_embeddings"),
      epsilon: try facts.number(optional: "rms_norm_eps") ?? 1e-6,
      rotaryBase: try facts.number(optional: "rope_theta") ?? 10_000, prependsBOS: true)
  } weights: { reader, configuration in
    let reader = reader.withOptionalPrefix("model.")
    let embedding = try reader.matrix("embed_tokens.weight")
    let unembedding =
      reader.contains("lm_head.weight") ? try reader.matrix("lm_head.weight") : embedding
    return TransformerWeights(
      embedding: embedding, positionEmbedding: nil,
      blocks: try (0..<configuration.layerCount).map { layer in
        let name = "layers.\(layer)"
        return BlockWeights(
          attentionNorm: try reader.normalization("\(name).input_layernorm"),
          query: try reader.linear("\(name).self_attn.q_proj", .outputInput),
          key: try reader.linear("\(name).self_attn.k_proj", .outputInput),
          value: try reader.linear("\(name).self_attn.v_proj", .outputInput),
          output: try reader.linear("\(name).self_attn.o_proj", .outputInput),
          mlp: MLPWeights(
            norm: try reader.normalization("\(name).post_attention_layernorm"),
            gate: try reader.linear("\(name).mlp.gate_proj", .outputInput),
            input: try reader.linear("\(name).mlp.up_proj", .outputInput),
            output: try reader.linear("\(name).mlp.down_proj", .outputInput)))
      },
      finalNorm: try reader.normalization("norm"),
      unembedding: Linear(weight: unembedding, layout: .outputInput))
  }
}

/// The configuration of a Llama of the given sizes.
func llamaConfiguration(
  layerCount: Int, headCount: Int, keyValueHeadCount: Int, dModel: Int, dHead: Int, dMLP: Int,
  dVocab: Int, contextSize: Int, epsilon: Double, rotaryBase: Double, prependsBOS: Bool
) -> TransformerConfiguration {
  TransformerConfiguration(
    family: "llama", layerCount: layerCount, headCount: headCount,
    keyValueHeadCount: keyValueHeadCount, dModel: dModel, dHead: dHead, dMLP: dMLP,
    dVocab: dVocab, dVocabOut: dVocab, contextSize: contextSize, normalization: .rmsNorm,
    finalNormalization: .rmsNorm, epsilon: Float(epsilon),
    activation: .silu, isGated: true,
    positions: .rotary(base: rotaryBase, dimensions: dHead),
    attentionScale: 1 / Float(dHead).squareRoot(),
    attentionWindows: Array(repeating: nil, count: layerCount), isBidirectional: false,
    isParallel: false, isAttentionOnly: false, prependsBOS: prependsBOS)
}
