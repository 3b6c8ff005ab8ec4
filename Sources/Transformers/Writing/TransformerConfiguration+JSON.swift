import Foundation

extension TransformerConfiguration {
  /// Whether Hugging Face's GPT-2 has all that this model has, and nothing that it lacks.
  public var isGPT2: Bool {
    var plain = Self.gpt2(
      layerCount: layerCount, headCount: headCount, dModel: dModel, dVocab: dVocab,
      contextSize: contextSize)
    (plain.family, plain.dMLP, plain.epsilon) = (family, dMLP, epsilon)
    (plain.activation, plain.prependsBOS) = (activation, prependsBOS)
    let names: Set<ActivationFunction> = [.gelu, .geluNew, .relu, .silu]
    return dModel == headCount * dHead && names.contains(activation) && self == plain
  }

  /// What `config.json` says of this model in Hugging Face's words; for one that `isGPT2`.
  ///
  /// - Parameters:
  ///   - isTied: Whether the unembedding is the embedding.
  ///   - markToken: The token that opens and closes sequences, where there is one.
  /// - Returns: The file's members.
  func huggingFaceMembers(isTied: Bool, markToken: Int?) -> [String: Any] {
    var members: [String: Any] = [
      "model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "n_layer": layerCount,
      "n_head": headCount, "n_embd": dModel, "n_inner": dMLP, "n_positions": contextSize,
      "vocab_size": dVocab, "layer_norm_epsilon": Double("\(epsilon)") ?? 1e-5,
      "activation_function": activation.rawValue, "scale_attn_weights": true,
      "tie_word_embeddings": isTied, "embd_pdrop": 0.0, "attn_pdrop": 0.0, "resid_pdrop": 0.0,
    ]
    if let markToken { (members["bos_token_id"], members["eos_token_id"]) = (markToken, markToken) }
    return members
  }

  /// What `config.json` says of this model in the words of TransformerLens's
  /// `HookedTransformerConfig`.
  var transformerLensMembers: [String: Any] {
    var members: [String: Any] = [
      "n_layers": layerCount, "d_model": dModel, "d_head": dHead, "n_heads": headCount,
      "n_ctx": contextSize, "d_vocab": dVocab, "d_vocab_out": dVocabOut,
      "eps": Double("\(epsilon)") ?? 1e-5, "attn_only": isAttentionOnly, "gated_mlp": isGated,
      "parallel_attn_mlp": isParallel, "default_prepend_bos": prependsBOS,
      "attention_dir": isBidirectional ? "bidirectional" : "causal",
      "final_rms": finalNormalization != normalization, "original_architecture": family,
    ]
    members["normalization_type"] =
      normalization == .none ? NSNull() : normalization.rawValue
    if keyValueHeadCount != headCount { members["n_key_value_heads"] = keyValueHeadCount }
    if !isAttentionOnly {
      (members["d_mlp"], members["act_fn"]) = (dMLP, activation.rawValue)
    }
    members.merge(positionMembers) { $1 }
    members.merge(attentionMembers) { $1 }
    return members
  }

  private var positionMembers: [String: Any] {
    switch positions {
    case .learned: return ["positional_embedding_type": "standard"]
    case .none: return ["positional_embedding_type": "none"]
    case .rotary(let base, let dimensions):
      let members: [String: Any] = [
        "positional_embedding_type": "rotary", "rotary_base": base, "rotary_dim": dimensions,
        "rotary_adjacent_pairs": rotatesNeighbours,
      ]
      switch rotaryScaling {
      case nil, .byPair: return members
      case .linear(let factor): return members.merging(["rotary_scaling_factor": factor]) { $1 }
      case .byParts(let factor, let low, let high, let originalContext):
        return members.merging([
          "use_NTK_by_parts_rope": true, "NTK_by_parts_factor": factor,
          "NTK_by_parts_low_freq_factor": low, "NTK_by_parts_high_freq_factor": high,
          "NTK_original_ctx_len": originalContext,
        ]) { $1 }
      }
    }
  }

  private var attentionMembers: [String: Any] {
    var members: [String: Any] = ["scale_attn_by_inverse_layer_idx": dividesScoresByLayer]
    if attentionScale == 1 {
      members["use_attn_scale"] = false
    } else if attentionScale != 1 / Float(dHead).squareRoot() {
      members["attn_scale"] = 1 / Double(attentionScale)
    }
    if let window = attentionWindows.compactMap(\.self).first {
      members["use_local_attn"] = true
      members["window_size"] = window
      members["attn_types"] = attentionWindows.map { $0 == nil ? "global" : "local" }
    }
    return members
  }
}
