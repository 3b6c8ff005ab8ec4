/// The names of hook points, exactly as TransformerLens spells them.
public enum HookName {
  /// The token embeddings.
  public static let embed = "hook_embed"
  /// The position embeddings.
  public static let positionEmbed = "hook_pos_embed"
  /// The final normalization's divisor.
  public static let finalScale = "ln_final.hook_scale"
  /// The final normalization's quotient, before its weights.
  public static let finalNormalized = "ln_final.hook_normalized"
  /// What the unembedding reads.
  public static let unembedIn = "unembed.hook_in"
  /// The logits.
  public static let unembedOut = "unembed.hook_out"

  /// The points behind the last block, in order.
  static let afterBlocks = [finalScale, finalNormalized, unembedIn, unembedOut]

  /// The points of a block, in the order in which a forward pass meets them.
  public enum Block: String, CaseIterable, Sendable {
    case residPre = "hook_resid_pre"
    case attentionScale = "ln1.hook_scale"
    case attentionNormalized = "ln1.hook_normalized"
    case query = "attn.hook_q"
    case key = "attn.hook_k"
    case value = "attn.hook_v"
    case rotatedQuery = "attn.hook_rot_q"
    case rotatedKey = "attn.hook_rot_k"
    case scores = "attn.hook_attn_scores"
    case pattern = "attn.hook_pattern"
    case z = "attn.hook_z"
    case attentionOut = "hook_attn_out"
    case residMid = "hook_resid_mid"
    case mlpScale = "ln2.hook_scale"
    case mlpNormalized = "ln2.hook_normalized"
    case mlpPre = "mlp.hook_pre"
    case mlpPreLinear = "mlp.hook_pre_linear"
    case mlpPost = "mlp.hook_post"
    case mlpOut = "hook_mlp_out"
    case residPost = "hook_resid_post"

    /// The point's name in the block of the given layer.
    public func name(layer: Int) -> String { "blocks.\(layer).\(rawValue)" }
  }
}
