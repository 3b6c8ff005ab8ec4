import Checkpoints

extension Family {
  /// Mistral, as Hugging Face keeps it: a Llama whose layers all see the latest positions only.
  ///
  /// Source: Jiang et al. 2023, <https://arxiv.org/abs/2310.06825>; `MistralForCausalLM` of
  /// transformers.
  static let mistral = Family(name: "mistral") { facts throws(TransformerError) in
    var configuration = try llamaConfiguration(facts, family: "mistral", prependsBOS: true)
    let window = try facts.count(optional: "sliding_window")
    configuration.attentionWindows = Array(repeating: window, count: configuration.layerCount)
    return configuration
  } weights: { reader, configuration in
    try llamaWeights(reader, configuration)
  }
}
