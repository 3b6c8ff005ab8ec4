import Checkpoints
import Foundation
import TestSupport
import Testing

@testable import Transformers

/// Configurations that contradict themselves or their tensors: an error that names both sides.
@Suite struct HostileModelTests {
  @Test(arguments: [
    ("gpt2", "n_embd", "15", "no multiple"), ("gpt2", "n_embd", "32", "[50, 16]"),
    ("gpt2", "vocab_size", "51", "[51, 16]"), ("gpt2", "n_positions", "2048", "[2048, 16]"),
    ("gpt2", "n_inner", "41", "c_fc"), ("gpt2", "n_head", "0", "n_head"),
    ("gpt2", "n_head", "3", "no multiple"), ("gpt2", "n_layer", "-2", "n_layer"),
    ("gpt2", "n_layer", "1.5", "n_layer"), ("gpt2", "n_layer", "\"two\"", "n_layer"),
    ("gpt2", "activation_function", "\"swiglu\"", "'swiglu'"),
    ("gpt2", "add_cross_attention", "true", "add_cross_attention"),
    ("gpt2", "n_layer", "2000000000", "at most 4096"),
    ("gpt2", "layer_norm_epsilon", "1e300", "epsilon inf"),
    ("gpt2", "layer_norm_epsilon", "-1", "epsilon -1.0"),
    ("llama", "max_position_embeddings", "1000000000", "at most 16777216"),
    ("llama", "max_position_embeddings", "16777216", ""),
    ("llama", "vocab_size", "2199023255552", "found 2199023255552"),
    ("llama", "head_dim", "1e300", "found 1e+300"),
    ("llama", "hidden_size", "[16, 16]", "found a list of 2"),
    ("llama", "intermediate_size", "1000000000", "[1000000000, 16]"),
    ("qwen2", "max_window_layers", "1e300", ""), ("gpt2", "model_type", "\"mamba\"", "'mamba'"),
    ("gpt_neo", "attention_layers", "[\"global\"]", "names 1 layers where the model has 2"),
    ("gpt_neo", "attention_layers", "[\"global\", \"distant\"]", "attention_layers"),
    ("gpt_neo", "window_size", "0", "window_size"),
    ("gpt_neox", "rotary_pct", "1", ""), ("gpt_neox", "num_attention_heads", "4", ""),
    ("llama", "num_attention_heads", "5", "[20, 16]"),
    ("llama", "num_key_value_heads", "3", "[12, 16]"),
    ("llama", "head_dim", "3", "[12, 16]"), ("llama", "rms_norm_eps", "\"small\"", "rms_norm_eps"),
    ("llama", "rope_parameters", "{\"rope_type\": \"yarn\"}", "'yarn'"),
    ("llama", "rope_parameters", "{\"rope_type\": \"linear\"}", "rope_parameters.factor"),
    ("llama", "rope_parameters", "{\"rope_theta\": -1}", "rope_theta"),
    ("solu", "normalization_type", "\"BN\"", "'BN'"), ("solu", "act_fn", "null", "act_fn"),
    ("solu", "positional_embedding_type", "\"shortformer\"", "shortformer"),
    ("solu", "use_qk_norm", "true", "use_qk_norm"), ("solu", "num_experts", "4", "num_experts"),
    ("solu", "attention_dir", "\"upward\"", "'upward'"),
    ("solu", "output_logits_soft_cap", "30.0", "output_logits_soft_cap"),
    ("solu", "d_mlp", "25", "[16, 25]"), ("solu", "gated_mlp", "true", "b_in"),
    ("solu", "d_vocab_out", "29", "[16, 29]"), ("solu", "n_layers", "3", "blocks.2"),
    ("attention_only", "attn_only", "false", "act_fn"),
    ("gated", "rotary_dim", "5", "5 rotary dimensions"),
    ("gated", "rotary_dim", "10", "at most 8"), ("gated", "window_size", "null", "no window"),
    ("left_facing", "final_rms", "false", ""),
  ])
  func refusesWhatContradictsItself(
    family: String, key: String, value: String, says: String
  ) throws {
    let model = try EditedModel(family) { facts in
      facts[key] = try? JSONSerialization.jsonObject(
        with: Data(value.utf8), options: .fragmentsAllowed)
    }
    guard !says.isEmpty else {
      // What the file says elsewhere, or another division of the same weights, holds.
      _ = try model.load()
      return
    }
    let error = #expect(throws: (any Error).self) { try model.load() }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.contains(says), "\(text)")
    #expect(text.contains("thresher-test"), "no path in: \(text)")
  }

  @Test(arguments: ["n_layer", "vocab_size", "n_embd", "model_type"])
  func refusesWhatLacksAKey(key: String) throws {
    let model = try EditedModel("gpt2") { $0[key] = nil }
    let error = #expect(throws: TransformerError.self) { try model.load() }
    #expect(error?.code == .unsupportedModel)
  }

  @Test(arguments: ["", "[]", "{", "\"gpt2\"", "null", "{\"n_layer\": {\"n_layer\": 1}}"])
  func refusesWhatIsNoConfiguration(text: String) throws {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("config.json")))
    #expect(throws: TransformerError.self) { try Transformer(folder: folder.path) }
  }

  @Test(arguments: ["gpt2", "gpt_neo", "gpt_neox", "llama", "solu", "left_facing"])
  func refusesWhatLacksATensor(family: String) throws {
    let source = goldenPath("Transformers/\(family)")
    let file = try SafetensorsFile(path: "\(source)/model.safetensors")
    for missing in file.tensorNames where !Self.mayLack(missing) {
      let folder = try TemporaryFolder()
      try FileManager.default.copyItem(
        atPath: "\(source)/config.json", toPath: folder.file("config.json"))
      let kept = try file.tensorNames.filter { $0 != missing }
        .map { ($0, try file.tensor($0)) }
      try Safetensors.write(kept, to: folder.file("model.safetensors"))
      let error = #expect(throws: (any Error).self, "without \(missing)") {
        try Transformer(folder: folder.path)
      }
      #expect("\(String(describing: error))".contains("thresher-test"))
    }
  }

  /// Biases, shifts and buffers, without which a model is one without them; a tied unembedding.
  private static func mayLack(_ name: String) -> Bool {
    name.hasSuffix(".bias") || name.hasSuffix(".b") || name.contains(".b_")
      || name.hasSuffix(".mask") || name.hasSuffix(".IGNORE") || name.contains("mlp.ln")
      || name.hasPrefix("lm_head") || name.hasPrefix("embed_out")
  }
}
