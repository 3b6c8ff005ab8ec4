import Checkpoints

/// A family of models: how its files say what a model is, and where they keep its weights.
///
/// The forward pass knows no families; each turns its own files into a configuration and weights.
struct Family: Sendable {
  /// The name that files give it: `model_type` in `config.json`, the architecture in a GGUF file.
  let name: String

  /// Reads the sizes and choices of a model.
  let configuration: @Sendable (ModelFacts) throws(TransformerError) -> TransformerConfiguration

  /// Reads the weights, and what they alone say of the configuration.
  let weights: @Sendable (WeightReader, inout TransformerConfiguration) throws -> TransformerWeights

  /// Every family whose models lie in folders.
  static let inFolders = [gpt2, gptNeo, gptNeoX, llama, mistral, qwen2, transformerLens]

  /// Every family whose models lie in GGUF files.
  static let inGGUF = [gpt2GGUF, llamaGGUF, qwen2GGUF]

  /// The name of the family whose model a `config.json` describes; nil where it does not say.
  ///
  /// Hugging Face's say so themselves. TransformerLens's don't, but alone count `n_layers`.
  static func name(in facts: ModelFacts) -> String? {
    facts.text("model_type") ?? (facts["n_layers"] == nil ? nil : transformerLens.name)
  }
}
