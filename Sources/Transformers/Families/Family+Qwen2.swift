import Checkpoints

extension Family {
  /// Qwen2 and Qwen2.5, as Hugging Face keeps them: a Llama with biases on Q, K and V.
  ///
  /// Windows, where a file uses them, are those of the layers that `layer_types` names, or of those
  /// from `max_window_layers` on.
  ///
  /// Source: Yang et al. 2024, <https://arxiv.org/abs/2407.10671>; `Qwen2ForCausalLM` of
  /// transformers.
  static let qwen2 = Family(name: "qwen2") { facts throws(TransformerError) in
    var configuration = try llamaConfiguration(facts, family: "qwen2", prependsBOS: false)
    guard facts.flag("use_sliding_window") == true else { return configuration }
    let window = try facts.count(optional: "sliding_window")
    let layerCount = configuration.layerCount
    let first = try facts.number(optional: "max_window_layers") ?? Double(layerCount)
    configuration.attentionWindows =
      try facts.attentionWindows(
        "layer_types", local: "sliding_attention", global: "full_attention", window: window,
        layerCount: layerCount)
      ?? (0..<layerCount).map { Double($0) < first ? nil : window }
    return configuration
  } weights: { reader, configuration in
    try llamaWeights(reader, configuration)
  }
}
