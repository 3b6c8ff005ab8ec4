import Checkpoints
import Tensors

extension Family {
  /// GPT-NeoX and Pythia, as Hugging Face keeps them: attention and MLP side by side.
  ///
  /// Only the first quarter of a head's elements rotates, unless the file says otherwise. Each head
  /// has its rows of Q, K and V together in one weight.
  ///
  /// Source: Black et al. 2022, <https://arxiv.org/abs/2204.06745>; `GPTNeoXForCausalLM` of
  /// transformers.
  static let gptNeoX = Family(name: "gpt_neox") { facts throws(TransformerError) in
    let (dModel, dVocab) = (try facts.count("hidden_size"), try facts.count("vocab_size"))
    let layerCount = try facts.layerCount("num_hidden_layers")
    let headCount = try facts.count("num_attention_heads")
    let dHead = try facts.headWidth(dModel: dModel, headCount: headCount)
    let rotary = try facts.rotary(baseKey: "rotary_emb_base")
    let share =
      try facts.number(
        firstOf: "rope_parameters.partial_rotary_factor", "partial_rotary_factor", "rotary_pct")
      ?? 0.25
    guard (0...1).contains(share) else { throw facts.unusable("rotary_pct", "a share of 1") }
    return TransformerConfiguration(
      family: "gpt_neox", layerCount: layerCount, headCount: headCount,
      keyValueHeadCount: headCount, dModel: dModel, dHead: dHead,
      dMLP: try facts.count("intermediate_size"), dVocab: dVocab, dVocabOut: dVocab,
      contextSize: try facts.contextSize("max_position_embeddings"), normalization: .layerNorm,
      finalNormalization: .layerNorm,
      epsilon: Float(try facts.number(optional: "layer_norm_eps") ?? 1e-5),
      activation: try facts.activation("hidden_act", default: "gelu"), isGated: false,
      positions: .rotary(base: rotary.base, dimensions: Int(Double(dHead) * share)),
      rotaryScaling: rotary.scaling, attentionScale: 1 / Float(dHead).squareRoot(),
      attentionWindows: Array(repeating: nil, count: layerCount),
      isParallel: facts.flag("use_parallel_residual") ?? true, prependsBOS: false)
  } weights: { reader, c in
    let reader = reader.withOptionalPrefix("gpt_neox.")
    let embedding = try reader.matrix("embed_in.weight", c.dVocab, c.dModel)
    // Newer files call it as the other families do.
    let unembedding = reader.contains("embed_out.weight") ? "embed_out" : "lm_head"
    return TransformerWeights(
      embedding: embedding, positionEmbedding: nil,
      blocks: try (0..<c.layerCount).map { try gptNeoXBlock("layers.\($0)", of: reader, c) },
      finalNorm: try reader.normalization("final_layer_norm", over: c.dModel),
      unembedding: try reader.unembedding(unembedding, orTiedTo: embedding, c))
  }
}

private func gptNeoXBlock(
  _ name: String, of reader: WeightReader, _ c: TransformerConfiguration
) throws -> BlockWeights {
  let joined = try reader.linear(
    "\(name).attention.query_key_value", from: c.dModel, to: 3 * c.dModel)
  func part(_ index: Int) -> Linear {
    let outputs = (0..<c.headCount * c.dHead).map { output in
      let (head, place) = output.quotientAndRemainder(dividingBy: c.dHead)
      return (3 * head + index) * c.dHead + place
    }
    return joined.gatheringOutputs(outputs)
  }
  return BlockWeights(
    attentionNorm: try reader.normalization("\(name).input_layernorm", over: c.dModel),
    query: part(0), key: part(1), value: part(2),
    output: try reader.linear("\(name).attention.dense", from: c.dModel, to: c.dModel),
    mlp: MLPWeights(
      norm: try reader.normalization("\(name).post_attention_layernorm", over: c.dModel),
      input: try reader.linear("\(name).mlp.dense_h_to_4h", from: c.dModel, to: c.dMLP),
      output: try reader.linear("\(name).mlp.dense_4h_to_h", from: c.dMLP, to: c.dModel)))
}

extension Linear {
  /// The outputs at the given indices, in their order, of a layer that lies `[output, input]`.
  func gatheringOutputs(_ outputs: [Int]) -> Linear {
    precondition(layout == .outputInput, "gatheringOutputs: a layer that lies [input, output]")
    return Linear(
      weight: weight.gatheringRows(outputs), layout: .outputInput,
      bias: bias?.gatheringColumns(outputs))
  }
}
