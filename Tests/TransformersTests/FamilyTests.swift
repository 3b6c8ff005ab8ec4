import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct FamilyTests {
  @Test(arguments: [
    ("gpt2", "gpt2"), ("gpt_neo", "gpt_neo"), ("gpt_neox", "gpt_neox"), ("llama", "llama"),
    ("llama3", "llama"), ("mistral", "mistral"), ("qwen2", "qwen2"),
    ("solu", "transformer_lens"), ("attention_only", "transformer_lens"),
    ("parallel", "transformer_lens"), ("gated", "transformer_lens"),
    ("adjacent", "transformer_lens"), ("bare", "transformer_lens"),
    ("left_facing", "transformer_lens"),
  ])
  func everyFamilysFolderIsRead(folder: String, family: String) throws {
    let model = try Transformer(folder: goldenPath("Transformers/\(folder)"))
    #expect(model.configuration.family == family)
    #expect(model.configuration.layerCount == 2)
  }

  @Test func gptNeoAlternatesWindowsAndDoesNotScaleScores() throws {
    let c = try Transformer(folder: goldenPath("Transformers/gpt_neo")).configuration
    #expect(c.attentionWindows == [nil, 4])
    #expect(c.attentionScale == 1)
    #expect(c.prependsBOS)
  }

  @Test func gptNeoWindowsComeFromOlderFilesToo() throws {
    let model = try EditedModel("gpt_neo") { facts in
      facts["attention_layers"] = nil
      facts["window_size"] = nil
    }
    #expect(try model.load().configuration.attentionWindows == [nil, 256])
  }

  @Test func pythiaIsParallelAndTurnsAQuarterOfEachHead() throws {
    let c = try Transformer(folder: goldenPath("Transformers/gpt_neox")).configuration
    #expect(c.isParallel && !c.prependsBOS)
    #expect(c.positions == .rotary(base: 5000, dimensions: 4))
    #expect(c.activation == .gelu)
  }

  @Test func pythiaIsReadFromOlderFilesToo() throws {
    let model = try EditedModel("gpt_neox") { facts in
      facts["rope_parameters"] = nil
      facts["rotary_pct"] = 0.5
      facts["rotary_emb_base"] = 700
      facts["use_parallel_residual"] = false
    }
    let c = try model.load().configuration
    #expect(!c.isParallel)
    #expect(c.positions == .rotary(base: 700, dimensions: 8))
  }

  @Test func llamaScalesFrequenciesByParts() throws {
    let c = try Transformer(folder: goldenPath("Transformers/llama3")).configuration
    #expect(c.rotaryScaling == .byParts(factor: 8, low: 1, high: 4, originalContext: 16))
    let older = try EditedModel("llama3") { facts in
      facts["rope_scaling"] = facts["rope_parameters"]
      facts["rope_parameters"] = nil
      facts["rope_theta"] = 100
    }
    #expect(try older.load().configuration == c)
  }

  @Test func windowsOfMistralAndQwen2() throws {
    let mistral = try Transformer(folder: goldenPath("Transformers/mistral")).configuration
    #expect(mistral.attentionWindows == [4, 4])
    let unlimited = try EditedModel("mistral") { $0["sliding_window"] = NSNull() }
    #expect(try unlimited.load().configuration.attentionWindows == [nil, nil])
    let qwen = try EditedModel("qwen2") { facts in
      facts["use_sliding_window"] = true
      facts["sliding_window"] = 3
      facts["max_window_layers"] = 1
      facts["layer_types"] = nil
    }
    #expect(try qwen.load().configuration.attentionWindows == [nil, 3])
  }

  @Test func transformerLensConfigurationsSayEverything() throws {
    let bare = try Transformer(folder: goldenPath("Transformers/bare")).configuration
    #expect(bare.isBidirectional && bare.positions == .none && bare.normalization == .none)
    #expect(bare.dVocab == 13 && bare.dVocabOut == 17)
    let gated = try Transformer(folder: goldenPath("Transformers/gated")).configuration
    #expect(gated.isGated && gated.keyValueHeadCount == 2)
    #expect(gated.attentionWindows == [nil, 3])
    #expect(gated.positions == .rotary(base: 500, dimensions: 4))
    let only = try Transformer(folder: goldenPath("Transformers/attention_only"))
    #expect(only.configuration.isAttentionOnly && only.weights.blocks.allSatisfy { $0.mlp == nil })
  }

  @Test func leftFacingWeightsAreTurnedAndFoldedOnReading() throws {
    let turned = try Transformer(folder: goldenPath("Transformers/left_facing"))
    let plain = try Transformer(folder: goldenPath("Transformers/solu_final_rms"))
    #expect(turned.configuration.normalization == .layerNormPre)
    #expect(turned.configuration.finalNormalization == .rmsNormPre)
    var folded = plain.weights
    folded.foldNorms()
    let probe = normalMatrix(rows: 3, columns: 16, seed: 1)
    for (a, b) in zip(turned.weights.blocks, folded.blocks) {
      #expect(a.attentionNorm == nil && a.mlp?.norm == nil)
      for layer in [\BlockWeights.query, \.key, \.value, \.output] {
        let (found, expected) = (a[keyPath: layer](probe).value, b[keyPath: layer](probe).value)
        #expect(relativeDifference(found, expected) < 1e-6)
      }
      let (mlp, expected) = (try #require(a.mlp), try #require(b.mlp))
      #expect(relativeDifference(mlp.input(probe).value, expected.input(probe).value) < 1e-6)
      #expect(mlp.output.weight.transposed == expected.output.weight)
      #expect(mlp.activationNorm?.scale == expected.activationNorm?.scale)
    }
    #expect(turned.weights.embedding == plain.weights.embedding)
    #expect(turned.weights.positionEmbedding == plain.weights.positionEmbedding)
    let logits = turned.weights.unembedding(probe).value
    #expect(relativeDifference(logits, folded.unembedding(probe).value) < 1e-6)
  }

  @Test(arguments: ["gpt2", "llama", "llama3", "qwen2"])
  func aGGUFFileIsTheSameModelAsItsFolder(family: String) throws {
    let golden = try TinyModel(family)
    let model = try Transformer(gguf: goldenPath("Transformers/\(family)/model.gguf"))
    let run = Run(golden.sequences, logits: .all)
    #expect(relativeDifference(try model(run).logits, try golden.model(run).logits) < 1e-6)
  }

  @Test func weightsMayLieInShards() throws {
    let source = goldenPath("Transformers/gpt2")
    let file = try SafetensorsFile(path: "\(source)/model.safetensors")
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: "\(source)/config.json", toPath: folder.file("config.json"))
    let half = file.tensorNames.count / 2
    var places: [String: String] = [:]
    for (shard, names) in [file.tensorNames.prefix(half), file.tensorNames.dropFirst(half)]
      .enumerated()
    {
      let name = "model-0000\(shard).safetensors"
      try Safetensors.write(names.map { ($0, try file.tensor($0)) }, to: folder.file(name))
      for tensor in names { places[tensor] = name }
    }
    try JSONSerialization.data(withJSONObject: ["weight_map": places])
      .write(to: URL(fileURLWithPath: folder.file("model.safetensors.index.json")))
    let model = try Transformer(folder: folder.path)
    #expect(model.weights.embedding == (try TinyModel("gpt2").model.weights.embedding))
  }

  @Test func aFolderWithoutWeightsIsRefused() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: goldenPath("Transformers/gpt2/config.json"), toPath: folder.file("config.json"))
    let error = #expect(throws: TransformerError.self) { try Transformer(folder: folder.path) }
    #expect(error?.code == .missingFile)
  }
}
