import Checkpoints

/// A family of models: how its files say what a model is, and where they keep its weights.
///
/// The forward pass knows no families; each turns its own files into a configuration and weights.
struct Family: Sendable {
  /// The name that files give it: `model_type` in `config.json`, the architecture in a GGUF file.
  let name: String

  /// Reads the sizes and choices of a model.
  let configuration: @Sendable (ModelFacts) throws(TransformerError) -> TransformerConfiguration

  /// Reads the weights.
  let weights: @Sendable (WeightReader, TransformerConfiguration) throws -> TransformerWeights

  /// Every family whose models lie in Hugging Face's layout.
  static let inFolders = [gpt2, llama]

  /// Every family whose models lie in GGUF files.
  static let inGGUF = [llamaGGUF]
}
