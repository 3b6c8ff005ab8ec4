/// The names of weights, exactly as TransformerLens's state dictionaries spell them.
public enum WeightName {
  /// The token embedding, `[dVocab, dModel]`.
  public static let embedding = "embed.W_E"
  /// The position embedding, `[contextSize, dModel]`.
  public static let positionEmbedding = "pos_embed.W_pos"
  /// The final normalization's scale.
  public static let finalScale = "ln_final.w"
  /// The final normalization's shift.
  public static let finalShift = "ln_final.b"
  /// The unembedding, `[dModel, dVocabOut]`.
  public static let unembedding = "unembed.W_U"
  /// The unembedding's bias.
  public static let unembeddingBias = "unembed.b_U"

  /// The weights of a block.
  public enum Block: String, CaseIterable, Sendable {
    case attentionScale = "ln1.w"
    case attentionShift = "ln1.b"
    case query = "attn.W_Q"
    case queryBias = "attn.b_Q"
    case key = "attn.W_K"
    case keyBias = "attn.b_K"
    case value = "attn.W_V"
    case valueBias = "attn.b_V"
    case output = "attn.W_O"
    case outputBias = "attn.b_O"
    case mlpScale = "ln2.w"
    case mlpShift = "ln2.b"
    case gate = "mlp.W_gate"
    case gateBias = "mlp.b_gate"
    case mlpInput = "mlp.W_in"
    case mlpInputBias = "mlp.b_in"
    case activationScale = "mlp.ln.w"
    case activationShift = "mlp.ln.b"
    case mlpOutput = "mlp.W_out"
    case mlpOutputBias = "mlp.b_out"
  }
}

extension TransformerConfiguration {
  /// A weight's name in the block of the given layer.
  ///
  /// Where several query heads read one key head, TransformerLens sets an underscore before the
  /// names of the keys' and values' own weights.
  public func name(of weight: WeightName.Block, layer: Int) -> String {
    switch weight {
    case .key, .keyBias, .value, .valueBias:
      guard keyValueHeadCount != headCount else { break }
      return "blocks.\(layer)." + weight.rawValue.replacing("attn.", with: "attn._")
    default: break
    }
    return "blocks.\(layer).\(weight.rawValue)"
  }
}
