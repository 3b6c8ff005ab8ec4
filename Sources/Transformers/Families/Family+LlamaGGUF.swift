import Checkpoints
import Tensors

extension Family {
  /// Llama as a GGUF file keeps it: its own names, and rotary pairs side by side.
  ///
  /// The rows of Q and K were reordered for it so that the elements that rotate together lie next
  /// to each other; they are put back into Hugging Face's order, halves apart, on reading.
  ///
  /// Source: `convert_hf_to_gguf.py` of llama.cpp.
  static let llamaGGUF = Family(name: "llama") { facts throws(TransformerError) in
    let dModel = try facts.count("embedding_length")
    let headCount = try facts.count("attention.head_count")
    return llamaConfiguration(
      layerCount: try facts.count("block_count"), headCount: headCount,
      keyValueHeadCount: try facts.count(optional: "attention.head_count_kv") ?? headCount,
      dModel: dModel,
      dHead: try facts.count(optional: "attention.key_length") ?? dModel / headCount,
      dMLP: try facts.count("feed_forward_length"), dVocab: try facts.count("vocab_size"),
      contextSize: try facts.count("context_length"),
      epsilon: try facts.number(optional: "attention.layer_norm_rms_epsilon") ?? 1e-5,
      rotaryBase: try facts.number(optional: "rope.freq_base") ?? 10_000,
      prependsBOS: facts.flag("add_bos_token") ?? false)
  } weights: { reader, configuration in
    let embedding = try reader.matrix("token_embd.weight")
    let unembedding =
      reader.contains("output.weight") ? try reader.matrix("output.weight") : embedding
    return TransformerWeights(
      embedding: embedding, positionEmbedding: nil,
      blocks: try (0..<configuration.layerCount).map { layer in
        try llamaGGUFBlock("blk.\(layer)", of: reader, dHead: configuration.dHead)
      },
      finalNorm: try reader.normalization("output_norm"),
      unembedding: Linear(weight: unembedding, layout: .outputInput))
  }
}

private func llamaGGUFBlock(
  _ name: String, of reader: WeightReader, dHead: Int
) throws -> BlockWeights {
  BlockWeights(
    attentionNorm: try reader.normalization("\(name).attn_norm"),
    query: halvesApart(try reader.linear("\(name).attn_q", .outputInput), dHead: dHead),
    key: halvesApart(try reader.linear("\(name).attn_k", .outputInput), dHead: dHead),
    value: try reader.linear("\(name).attn_v", .outputInput),
    output: try reader.linear("\(name).attn_output", .outputInput),
    mlp: MLPWeights(
      norm: try reader.normalization("\(name).ffn_norm"),
      gate: try reader.linear("\(name).ffn_gate", .outputInput),
      input: try reader.linear("\(name).ffn_up", .outputInput),
      output: try reader.linear("\(name).ffn_down", .outputInput)))
}

/// A layer whose outputs, pairs side by side within each head, are put into two halves.
///
///     output[h, i] = input[h, 2 i],  output[h, i + dHead / 2] = input[h, 2 i + 1]
func halvesApart(_ linear: Linear, dHead: Int) -> Linear {
  let order = (0..<linear.outputCount).map { output in
    let (head, place) = output.quotientAndRemainder(dividingBy: dHead)
    let half = dHead / 2
    return head * dHead + (place < half ? 2 * place : 2 * (place - half) + 1)
  }
  return Linear(
    weight: linear.weight.gatheringRows(order), layout: .outputInput,
    bias: linear.bias?.gatheringColumns(order))
}
