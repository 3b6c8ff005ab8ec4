/// The tool in whose files an autoencoder lies.
public enum AutoencoderFormat: String, Codable, Sendable, CaseIterable {
  /// SAELens's folder, of version 6 or earlier, and Thresher's own.
  case saeLens = "SAELens"

  /// A pickle of the training code that became SAELens: a configuration and a state dictionary.
  case legacySAELens = "SAELens before its folders"

  /// `ae.pt` with `config.json` beside it.
  case dictionaryLearning = "dictionary_learning"

  /// `sae.safetensors` with `cfg.json` beside it.
  case sparsify

  /// A `.pt` file of OpenAI's `sparse_autoencoder`.
  case openAI = "OpenAI"

  /// Gemma Scope's `params.npz`.
  case gemmaScope = "Gemma Scope"

  /// A bare state dictionary, with `_cfg.json` beside it where its author was Connor Kissane or Rob
  /// Krzyzanowski.
  case stateDictionary = "a state dictionary"

  /// What is looked for, as an error lists it.
  static let lookedFor = """
    cfg.json with sae_weights.safetensors (SAELens) or sae.safetensors (sparsify), ae.pt \
    (dictionary_learning), params.npz (Gemma Scope), or one .pt or .pkl.gz file (OpenAI, older \
    SAELens)
    """
}
