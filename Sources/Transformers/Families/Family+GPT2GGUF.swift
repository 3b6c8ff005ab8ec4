import Checkpoints
import Tensors

extension Family {
  /// GPT-2 as a GGUF file keeps it: weights `[output, input]`, Q, K, V in one.
  ///
  /// Source: `convert_hf_to_gguf.py` of llama.cpp.
  static let gpt2GGUF = Family(name: "gpt2") { facts throws(TransformerError) in
    var configuration = try gpt2Configuration(
      facts, layerCount: try facts.layerCount("block_count"),
      headCount: try facts.count("attention.head_count"),
      dModel: try facts.count("embedding_length"), dMLP: try facts.count("feed_forward_length"),
      contextSize: try facts.contextSize("context_length"),
      epsilonKey: "attention.layer_norm_epsilon", activation: .geluNew)
    configuration.prependsBOS = facts.flag("add_bos_token") ?? true
    return configuration
  } weights: { reader, c in
    let embedding = try reader.matrix("token_embd.weight", c.dVocab, c.dModel)
    return TransformerWeights(
      embedding: embedding,
      positionEmbedding: try reader.matrix("position_embd.weight", c.contextSize, c.dModel),
      blocks: try (0..<c.layerCount).map { try gpt2GGUFBlock("blk.\($0)", of: reader, c) },
      finalNorm: try reader.normalization("output_norm", over: c.dModel),
      unembedding: try reader.unembedding("output", orTiedTo: embedding, c))
  }
}

private func gpt2GGUFBlock(
  _ name: String, of reader: WeightReader, _ c: TransformerConfiguration
) throws -> BlockWeights {
  let parts = try reader.linear("\(name).attn_qkv", from: c.dModel, to: 3 * c.dModel).thirds
  return BlockWeights(
    attentionNorm: try reader.normalization("\(name).attn_norm", over: c.dModel),
    query: parts[0], key: parts[1], value: parts[2],
    output: try reader.linear("\(name).attn_output", from: c.dModel, to: c.dModel),
    mlp: MLPWeights(
      norm: try reader.normalization("\(name).ffn_norm", over: c.dModel),
      input: try reader.linear("\(name).ffn_up", from: c.dModel, to: c.dMLP),
      output: try reader.linear("\(name).ffn_down", from: c.dMLP, to: c.dModel)))
}
