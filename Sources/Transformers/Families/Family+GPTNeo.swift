import Checkpoints
import Tensors

extension Family {
  /// GPT-Neo, as Hugging Face keeps it: layers that see all and layers that see the latest 256.
  ///
  /// Scores are not divided by √dHead, and Q, K, V have no biases.
  ///
  /// Source: Black et al. 2021, <https://doi.org/10.5281/zenodo.5297715>; `GPTNeoForCausalLM` of
  /// transformers.
  static let gptNeo = Family(name: "gpt_neo") { facts throws(TransformerError) in
    let dModel = try facts.count("hidden_size")
    let layerCount = try facts.layerCount("num_layers")
    var configuration = try gpt2Configuration(
      facts, layerCount: layerCount, headCount: try facts.count("num_heads"), dModel: dModel,
      dMLP: try facts.count(optional: "intermediate_size") ?? 4 * dModel,
      contextSize: try facts.contextSize("max_position_embeddings"),
      epsilonKey: "layer_norm_epsilon",
      activation: try facts.activation("activation_function", default: "gelu_new"))
    configuration.family = "gpt_neo"
    configuration.attentionScale = 1
    configuration.attentionWindows = try gptNeoWindows(facts, layerCount: layerCount)
    return configuration
  } weights: { reader, c in
    let reader = reader.withOptionalPrefix("transformer.")
    let embedding = try reader.matrix("wte.weight", c.dVocab, c.dModel)
    return TransformerWeights(
      embedding: embedding,
      positionEmbedding: try reader.matrix("wpe.weight", c.contextSize, c.dModel),
      blocks: try (0..<c.layerCount).map { try gptNeoBlock("h.\($0)", of: reader, c) },
      finalNorm: try reader.normalization("ln_f", over: c.dModel),
      unembedding: try reader.unembedding("lm_head", orTiedTo: embedding, c))
  }
}

/// The windows, from `attention_layers`, or from the runs that `attention_types` repeats.
///
/// `[[["global", "local"], 6]]` is twelve layers in turn.
private func gptNeoWindows(
  _ facts: ModelFacts, layerCount: Int
) throws(TransformerError) -> [Int?] {
  let window = try facts.count(optional: "window_size") ?? 256
  var facts = facts
  if facts["attention_layers"] == nil, let runs = facts.list("attention_types") {
    var kinds: [ModelFacts.Value] = []
    for run in runs {
      guard case .list(let pair) = run, pair.count == 2, case .list(let names) = pair[0],
        case .integer(let repeats) = pair[1], (0...layerCount).contains(repeats)
      else { throw facts.unusable("attention_types", "runs such as [[\"global\", \"local\"], 6]") }
      kinds += (0..<repeats).flatMap { _ in names }
    }
    facts = ModelFacts(path: facts.path, values: ["attention_layers": .list(kinds)])
  }
  let windows = try facts.attentionWindows(
    "attention_layers", local: "local", global: "global", window: window, layerCount: layerCount)
  guard let windows else { throw facts.unusable("attention_layers", "each layer's attention") }
  return windows
}

private func gptNeoBlock(
  _ name: String, of reader: WeightReader, _ c: TransformerConfiguration
) throws -> BlockWeights {
  func projection(_ part: String) throws -> Linear {
    try reader.linear("\(name).attn.attention.\(part)", from: c.dModel, to: c.dModel)
  }
  return BlockWeights(
    attentionNorm: try reader.normalization("\(name).ln_1", over: c.dModel),
    query: try projection("q_proj"), key: try projection("k_proj"),
    value: try projection("v_proj"), output: try projection("out_proj"),
    mlp: MLPWeights(
      norm: try reader.normalization("\(name).ln_2", over: c.dModel),
      input: try reader.linear("\(name).mlp.c_fc", from: c.dModel, to: c.dMLP),
      output: try reader.linear("\(name).mlp.c_proj", from: c.dMLP, to: c.dModel)))
}
