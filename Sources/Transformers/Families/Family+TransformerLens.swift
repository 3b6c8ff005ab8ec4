import Checkpoints

extension Family {
  /// Any model of TransformerLens: its configuration as JSON, its `state_dict` as weights.
  ///
  /// The small models of Neel Nanda lie so, the old ones with left-facing weights among them.
  /// A configuration whose norms are said to be folded, and whose file has them all the same, is
  /// folded on reading.
  ///
  /// Source: `HookedTransformerConfig` of TransformerLens 3.9; case 004.
  static let transformerLens = Family(name: "transformer_lens") { facts throws(TransformerError) in
    try facts.refuseUnknownArithmetic()
    return try facts.hookedTransformer()
  } weights: { reader, configuration in
    var weights =
      reader.contains("norm.w")
      ? try leftFacingWeights(reader, &configuration)
      : try TransformerLensReader(reader, configuration).weights()
    if configuration.normalization.isFolded { weights.foldNorms() }
    return weights
  }
}

private func leftFacingWeights(
  _ file: WeightReader, _ configuration: inout TransformerConfiguration
) throws -> TransformerWeights {
  let reader = LeftFacingReader(file, configuration)
  if reader.hasFinalRMS {
    configuration.finalNormalization = configuration.finalNormalization.withoutCentring
  }
  return try reader.weights()
}

extension ModelFacts {
  fileprivate func hookedTransformer() throws(TransformerError) -> TransformerConfiguration {
    let dModel = try count("d_model")
    let layerCount = try layerCount("n_layers")
    let dHead = try count("d_head")
    let headCount = try count(set: "n_heads") ?? max(dModel / dHead, 1)
    let dVocab = try count("d_vocab")
    let isAttentionOnly = flag("attn_only") ?? false
    let normalization = try normalization()
    return TransformerConfiguration(
      family: Family.transformerLens.name, layerCount: layerCount, headCount: headCount,
      keyValueHeadCount: try count(set: "n_key_value_heads") ?? headCount, dModel: dModel,
      dHead: dHead, dMLP: isAttentionOnly ? 0 : try count(set: "d_mlp") ?? 4 * dModel,
      dVocab: dVocab, dVocabOut: try count(set: "d_vocab_out") ?? dVocab,
      contextSize: try contextSize("n_ctx"), normalization: normalization,
      finalNormalization: flag("final_rms") == true ? normalization.withoutCentring : normalization,
      epsilon: Float(try number(optional: "eps") ?? 1e-5),
      activation: isAttentionOnly ? .relu : try activation("act_fn"),
      isGated: flag("gated_mlp") ?? false, positions: try positions(dHead: dHead),
      rotaryScaling: try rotaryScaling(),
      rotatesNeighbours: flag("rotary_adjacent_pairs") ?? false,
      attentionScale: try attentionScale(dHead: dHead),
      dividesScoresByLayer: flag("scale_attn_by_inverse_layer_idx") ?? false,
      attentionWindows: try windows(layerCount: layerCount),
      isBidirectional: try isBidirectional(), isParallel: flag("parallel_attn_mlp") ?? false,
      isAttentionOnly: isAttentionOnly, prependsBOS: flag("default_prepend_bos") ?? true)
  }

  /// A positive whole number; nil where it is -1, which says that it is not set.
  private func count(set key: String) throws(TransformerError) -> Int? {
    self[key] == .integer(-1) ? nil : try count(optional: key)
  }

  private func normalization() throws(TransformerError) -> TransformerConfiguration.Normalization {
    switch self["normalization_type"] ?? self["normalization"] {
    case nil: return .layerNorm
    case .null: return .none
    case .text(let name):
      if let kind = TransformerConfiguration.Normalization(rawValue: name) { return kind }
      throw unsupported("'normalization_type' is '\(name)': expected LN, LNPre, RMS or RMSPre")
    default: throw unusable("normalization_type", "LN, LNPre, RMS, RMSPre or null")
    }
  }

  private func positions(
    dHead: Int
  ) throws(TransformerError) -> TransformerConfiguration.Positions {
    let kind = text("positional_embedding_type") ?? "standard"
    switch kind {
    case "standard" where flag("shortformer_pos") != true: return .learned
    case "none": return .none
    case "rotary":
      let base = try number(optional: "rotary_base") ?? 10_000
      guard base > 0 else { throw unusable("rotary_base", "a positive number") }
      return .rotary(base: base, dimensions: try count(set: "rotary_dim") ?? dHead)
    default:
      throw unsupported(
        """
        positional embeddings of kind '\(kind == "standard" ? "shortformer" : kind)': expected \
        standard, rotary or none
        """)
    }
  }

  private func rotaryScaling() throws(TransformerError) -> RotaryScaling? {
    if flag("use_NTK_by_parts_rope") == true {
      return .byParts(
        factor: try number(optional: "NTK_by_parts_factor") ?? 8,
        low: try number(optional: "NTK_by_parts_low_freq_factor") ?? 1,
        high: try number(optional: "NTK_by_parts_high_freq_factor") ?? 4,
        originalContext: try number(optional: "NTK_original_ctx_len") ?? 8192)
    }
    let factor = try number(optional: "rotary_scaling_factor") ?? 1
    return factor == 1 ? nil : .linear(factor: factor)
  }

  private func attentionScale(dHead: Int) throws(TransformerError) -> Float {
    guard flag("use_attn_scale") ?? true else { return 1 }
    let divisor = try number(optional: "attn_scale") ?? -1
    return divisor == -1 ? 1 / Float(dHead).squareRoot() : Float(1 / divisor)
  }

  private func windows(layerCount: Int) throws(TransformerError) -> [Int?] {
    guard flag("use_local_attn") == true else { return Array(repeating: nil, count: layerCount) }
    let windows = try attentionWindows(
      "attn_types", local: "local", global: "global", window: try count(optional: "window_size"),
      layerCount: layerCount)
    guard let windows else { throw unusable("attn_types", "each layer's attention") }
    return windows
  }

  private func isBidirectional() throws(TransformerError) -> Bool {
    let direction = text("attention_dir") ?? "causal"
    guard ["causal", "bidirectional"].contains(direction) else {
      throw unsupported("'attention_dir' is '\(direction)': expected causal or bidirectional")
    }
    return direction == "bidirectional"
  }

  /// Throws where the configuration asks for arithmetic that Thresher does not do.
  fileprivate func refuseUnknownArithmetic() throws(TransformerError) {
    let flags = [
      "post_embedding_ln", "use_normalization_before_and_after", "use_yarn_rope",
      "use_attention_sinks", "use_qk_norm", "use_logn_attn", "use_dynamic_ntk_rope",
      "rmsnorm_uses_offset",
    ]
    if let key = flags.first(where: { flag($0) == true }) {
      throw unsupported("'\(key)' is true: Thresher runs no model with it")
    }
    for key in ["attn_scores_soft_cap", "output_logits_soft_cap"]
    where try number(optional: key) ?? -1 > 0 {
      throw unsupported("'\(key)' is set: Thresher runs no model with soft caps")
    }
    for key in ["num_experts", "clip_qkv", "rotary_base_local"]
    where self[key] != nil && self[key] != .null {
      throw unsupported("'\(key)' is set: Thresher runs no model with it")
    }
    if let architecture = text("original_architecture"), architecture.hasPrefix("Olmo") {
      throw unsupported("'\(architecture)' normalizes elsewhere: Thresher does not run it")
    }
  }
}
