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
    try llamaConfiguration(gguf: facts, family: "llama", prependsBOS: false)
  } weights: { reader, configuration in
    configuration.rotaryScaling = try llama3Scaling(reader, dHead: configuration.dHead)
    let dHead = configuration.dHead
    return try llamaGGUFWeights(reader, configuration) { halvesApart($0, dHead: dHead) }
  }

  /// Qwen2 as a GGUF file keeps it: Llama's names, and rotary pairs in halves as they were.
  ///
  /// Source: `convert_hf_to_gguf.py` of llama.cpp.
  static let qwen2GGUF = Family(name: "qwen2") { facts throws(TransformerError) in
    try llamaConfiguration(gguf: facts, family: "qwen2", prependsBOS: false)
  } weights: { reader, configuration in
    try llamaGGUFWeights(reader, configuration) { $0 }
  }
}

/// The configuration of a Llama, or of a family built like it, from a GGUF file's keys.
private func llamaConfiguration(
  gguf facts: ModelFacts, family: String, prependsBOS: Bool
) throws(TransformerError) -> TransformerConfiguration {
  if let kind = facts.text("rope.scaling.type"), kind != "none" {
    throw facts.unsupported("'rope.scaling.type' is '\(kind)': expected none")
  }
  let dModel = try facts.count("embedding_length")
  let headCount = try facts.count("attention.head_count")
  return llamaConfiguration(
    family: family, layerCount: try facts.layerCount("block_count"), headCount: headCount,
    keyValueHeadCount: try facts.count(optional: "attention.head_count_kv") ?? headCount,
    dModel: dModel,
    dHead: try facts.headWidth("attention.key_length", dModel: dModel, headCount: headCount),
    dMLP: try facts.count("feed_forward_length"), dVocab: try facts.count("vocab_size"),
    contextSize: try facts.contextSize("context_length"),
    epsilon: try facts.number(optional: "attention.layer_norm_rms_epsilon") ?? 1e-5,
    rotaryBase: try facts.number(optional: "rope.freq_base") ?? 10_000,
    prependsBOS: facts.flag("add_bos_token") ?? prependsBOS)
}

/// The weights of a Llama, or of a family built like it, by a GGUF file's names.
///
/// - Parameters:
///   - reader: The file.
///   - c: The sizes.
///   - reordered: Puts the outputs of Q and K, whose rotary pairs the file ordered, into halves.
/// - Returns: The weights.
/// - Throws: An error when one is missing or of another shape than the sizes say.
private func llamaGGUFWeights(
  _ reader: WeightReader, _ c: TransformerConfiguration, reordered: (Linear) -> Linear
) throws -> TransformerWeights {
  let embedding = try reader.matrix("token_embd.weight", c.dVocab, c.dModel)
  return TransformerWeights(
    embedding: embedding, positionEmbedding: nil,
    blocks: try (0..<c.layerCount).map { layer in
      try llamaGGUFBlock("blk.\(layer)", of: reader, c, reordered: reordered)
    },
    finalNorm: try reader.normalization("output_norm", over: c.dModel),
    unembedding: try reader.unembedding("output", orTiedTo: embedding, c))
}

/// The factors by which Llama 3.1 and later divide their frequencies; nil where a file has none.
private func llama3Scaling(_ reader: WeightReader, dHead: Int) throws -> RotaryScaling? {
  guard reader.contains("rope_freqs.weight") else { return nil }
  return .byPair(try reader.vector("rope_freqs.weight", dHead / 2).elements.map(Double.init))
}

private func llamaGGUFBlock(
  _ name: String, of reader: WeightReader, _ c: TransformerConfiguration,
  reordered: (Linear) -> Linear
) throws -> BlockWeights {
  let (queryWidth, keyWidth) = (c.headCount * c.dHead, c.keyValueHeadCount * c.dHead)
  return BlockWeights(
    attentionNorm: try reader.normalization("\(name).attn_norm", over: c.dModel),
    query: reordered(try reader.linear("\(name).attn_q", from: c.dModel, to: queryWidth)),
    key: reordered(try reader.linear("\(name).attn_k", from: c.dModel, to: keyWidth)),
    value: try reader.linear("\(name).attn_v", from: c.dModel, to: keyWidth),
    output: try reader.linear("\(name).attn_output", from: queryWidth, to: c.dModel),
    mlp: MLPWeights(
      norm: try reader.normalization("\(name).ffn_norm", over: c.dModel),
      gate: try reader.linear("\(name).ffn_gate", from: c.dModel, to: c.dMLP),
      input: try reader.linear("\(name).ffn_up", from: c.dModel, to: c.dMLP),
      output: try reader.linear("\(name).ffn_down", from: c.dMLP, to: c.dModel)))
}

/// A layer whose outputs, pairs side by side within each head, are put into two halves.
///
///     output[h, i] = input[h, 2 i],  output[h, i + dHead / 2] = input[h, 2 i + 1]
func halvesApart(_ linear: Linear, dHead: Int) -> Linear {
  linear.gatheringOutputs(
    (0..<linear.outputCount).map { output in
      let (head, place) = output.quotientAndRemainder(dividingBy: dHead)
      let half = dHead / 2
      return head * dHead + (place < half ? 2 * place : 2 * (place - half) + 1)
    })
}
