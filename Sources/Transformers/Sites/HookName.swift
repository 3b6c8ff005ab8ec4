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

  /// The points before the first block.
  static let beforeBlocks = [embed, positionEmbed]

  /// Whether a site holds a score or weight for each query and key, rather than a row a position.
  static func isSquare(_ site: String) -> Bool {
    site.hasSuffix(Block.scores.rawValue) || site.hasSuffix(Block.pattern.rawValue)
  }

  /// The points behind the last block, in order.
  static let afterBlocks = [finalScale, finalNormalized, unembedIn, unembedOut]

  /// The points of a block, in the order in which a forward pass meets them.
  public enum Block: String, CaseIterable, Sendable {
    case residPre = "hook_resid_pre"
    case attentionIn = "hook_attn_in"
    case queryInput = "hook_q_input"
    case keyInput = "hook_k_input"
    case valueInput = "hook_v_input"
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
    case result = "attn.hook_result"
    case attentionOut = "hook_attn_out"
    case residMid = "hook_resid_mid"
    case mlpIn = "hook_mlp_in"
    case mlpScale = "ln2.hook_scale"
    case mlpNormalized = "ln2.hook_normalized"
    case mlpPre = "mlp.hook_pre"
    case mlpPreLinear = "mlp.hook_pre_linear"
    case mlpMid = "mlp.hook_mid"
    case activationScale = "mlp.ln.hook_scale"
    case activationNormalized = "mlp.ln.hook_normalized"
    case mlpPost = "mlp.hook_post"
    case mlpOut = "hook_mlp_out"
    case residPost = "hook_resid_post"

    /// Whether it takes work of its own, which is done only in runs that name it.
    ///
    /// TransformerLens has these behind switches (`use_split_qkv_input`, `use_attn_result`, …).
    public var isOnDemand: Bool { Self.onDemand.contains(self) }

    private static let onDemand: Set<Block> = [
      .attentionIn, .queryInput, .keyInput, .valueInput, .result, .mlpIn,
    ]

    /// The inputs of attention that each head has for itself.
    static let splitInputs = [attentionIn, queryInput, keyInput, valueInput]

    /// The point's name in the block of the given layer.
    public func name(layer: Int) -> String { "blocks.\(layer).\(rawValue)" }
  }
}
