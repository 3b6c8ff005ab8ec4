import Autoencoders
import Checkpoints
import Foundation
import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct AutoencoderFormatTests {
  @Test(arguments: [
    ("saelens_standard", AutoencoderFormat.saeLens), ("saelens_gated", .saeLens),
    ("saelens_topk", .saeLens), ("saelens_jumprelu", .saeLens), ("saelens_batchtopk", .saeLens),
    ("saelens_matryoshka", .saeLens), ("saelens_training_standard", .saeLens),
    ("saelens_training_gated", .saeLens), ("saelens_training_topk", .saeLens),
    ("saelens_training_jumprelu", .saeLens), ("saelens_training_batchtopk", .saeLens),
    ("saelens_training_matryoshka", .saeLens), ("saelens_training_scaled", .saeLens),
    ("saelens_training_whitened", .saeLens), ("saelens_flat_relu", .saeLens),
    ("saelens_flat_topk", .saeLens), ("saelens_flat_hook_z", .saeLens),
    ("legacy_pt", .legacySAELens), ("legacy_pickle", .legacySAELens),
    ("gemma_scope_new", .gemmaScope), ("gemma_scope_old", .gemmaScope),
    ("connor_rob", .stateDictionary), ("dictionary_learning_AutoEncoder", .dictionaryLearning),
    ("dictionary_learning_AutoEncoderNew", .dictionaryLearning),
    ("dictionary_learning_GatedAutoEncoder", .dictionaryLearning),
    ("dictionary_learning_JumpReluAutoEncoder", .dictionaryLearning),
    ("dictionary_learning_AutoEncoderTopK", .dictionaryLearning),
    ("dictionary_learning_BatchTopKSAE", .dictionaryLearning),
    ("dictionary_learning_MatryoshkaBatchTopKSAE", .dictionaryLearning),
    ("sparsify/layers.3", .sparsify), ("sparsify/layers.4", .sparsify),
    ("sparsify/layers.5.mlp", .sparsify), ("openai_TopK", .openAI), ("openai_ReLU", .openAI),
  ])
  func doesToRowsWhatItsToolDoes(name: String, format: AutoencoderFormat) throws {
    let folder = goldenPath("AutoencoderFormats/\(name)")
    let saved = try SavedAutoencoder(at: folder)
    #expect(saved.format == format)
    try expectGolden(saved.autoencoder, folder)

    // What Thresher writes of it does the same.
    let copy = try TemporaryFolder()
    try saved.write(to: copy.path)
    let again = try SavedAutoencoder(at: copy.path)
    #expect(again.autoencoder == saved.autoencoder)
    #expect(again.metadata == saved.metadata)
  }

  /// Float32 sums of a few terms in another order leave 1e-6; the whitened one inverts a matrix.
  private func expectGolden(_ autoencoder: SparseAutoencoder, _ folder: String) throws {
    let rows = try SafetensorsFile(path: folder + "/rows.safetensors")
    let (code, reconstruction) = autoencoder.reconstruct(try rows.tensor("x").matrix)
    #expect(relativeDifference(code.dense, try rows.tensor("features").matrix) < 1e-5)
    #expect(relativeDifference(reconstruction, try rows.tensor("reconstruction").matrix) < 1e-5)
  }

  @Test func findsWhereAnAutoencoderBelongs() throws {
    func metadata(_ name: String) throws -> AutoencoderMetadata {
      try SavedAutoencoder(at: goldenPath("AutoencoderFormats/\(name)")).metadata
    }
    let v6 = try metadata("saelens_batchtopk")
    #expect(v6.hookName == "blocks.3.hook_resid_pre" && v6.processing == [])
    #expect(v6.trainingArchitecture == "batchtopk" && v6.prependBOS == true)
    let flat = try metadata("saelens_flat_relu")
    #expect(flat.hookName == "blocks.3.hook_resid_pre" && flat.modelName == "gpt2-small")
    #expect(flat.prependBOS == true && flat.contextSize == 128 && flat.processing == nil)
    for name in ["legacy_pt", "legacy_pickle"] {
      let legacy = try metadata(name)
      #expect(legacy.hookName == "blocks.8.hook_resid_pre" && legacy.contextSize == 128)
      #expect(legacy.prependBOS == true && legacy.datasetPath == "Skylion007/openwebtext")
    }
    #expect(try metadata("connor_rob").hookName == "blocks.5.attn.hook_z")
    let learned = try metadata("dictionary_learning_AutoEncoderTopK")
    #expect(learned.hookName == "blocks.3.hook_resid_post" && learned.processing == [])
    #expect(learned.modelName == "pythia-70m-deduped" && learned.contextSize == 128)
    let sparsify = try metadata("sparsify/layers.3")
    #expect(sparsify.hookName == "blocks.3.hook_resid_post" && sparsify.contextSize == 2048)
    #expect(try metadata("sparsify/layers.5.mlp").hookNameOut == "blocks.5.hook_mlp_out")
  }

  @Test func keepsWhatItHasNoUseFor() throws {
    let source = goldenPath("AutoencoderFormats/saelens_standard")
    let copy = try TemporaryFolder()
    try SavedAutoencoder(at: source).write(to: copy.path)
    let json = try Data(contentsOf: URL(fileURLWithPath: copy.file("cfg.json")))
    let fields = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
    let metadata = try #require(fields["metadata"] as? [String: Any])
    #expect(metadata["neuronpedia_id"] as? String == "gpt2-small/3-res")
    #expect(metadata["training_architecture_details"] is [String: Any])
  }

  @Test func foldsAScaleThatTheFileLacks() throws {
    let folder = goldenPath("AutoencoderFormats/dictionary_learning_AutoEncoder")
    let rows = try SafetensorsFile(path: folder + "/rows.safetensors")
    var x = try rows.tensor("x").matrix
    x.scale(by: 0.5)
    let (code, reconstruction) = try SavedAutoencoder(at: folder, inputScale: 2)
      .autoencoder.reconstruct(x)
    var expected = try rows.tensor("reconstruction").matrix
    expected.scale(by: 0.5)
    #expect(relativeDifference(code.dense, try rows.tensor("features").matrix) < 1e-5)
    #expect(relativeDifference(reconstruction, expected) < 1e-5)
  }

  @Test func saysWhatItLookedFor() throws {
    let folder = try TemporaryFolder()
    let empty = #expect(throws: AutoencoderError.self) { try SavedAutoencoder(at: folder.path) }
    #expect(empty?.code == .file && empty?.message.contains("sae_weights.safetensors") == true)
    let run = #expect(throws: AutoencoderError.self) {
      try SavedAutoencoder(at: goldenPath("AutoencoderFormats/sparsify"))
    }
    #expect(run?.message.contains("choose one of layers.3, layers.4") == true)
    let other = #expect(throws: AutoencoderError.self) {
      try SavedAutoencoder(at: goldenPath("Checkpoints/types.safetensors"))
    }
    #expect(other?.code == .unsupported)
  }

  @Test(arguments: [
    ("saelens_topk", "sae_weights.safetensors"), ("sparsify/layers.3", "sae.safetensors"),
    ("dictionary_learning_AutoEncoderTopK", "ae.pt"), ("legacy_pt", "final_sparse_autoencoder.pt"),
    ("legacy_pickle", "final_sparse_autoencoder.pkl.gz"), ("gemma_scope_new", "params.npz"),
    ("openai_TopK", "autoencoder.pt"),
  ])
  func refusesFilesCutShort(name: String, file: String) throws {
    let copy = try TemporaryFolder()
    let source = goldenPath("AutoencoderFormats/\(name)")
    try FileManager.default.copyItem(atPath: source, toPath: copy.file("sae"))
    let path = copy.file("sae/\(file)")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for count in [0, 1, 7, bytes.count / 2, bytes.count - 9] {
      try bytes.prefix(count).write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: AutoencoderError.self) {
        try SavedAutoencoder(at: copy.file("sae"))
      }
      #expect(error?.path == path, "cut to \(count) bytes: \(error?.description ?? "")")
    }
  }

  @Test func namesWhatIsMissingOrUnknown() throws {
    func message(_ name: String, _ file: String, _ changes: [String: Any]) throws -> String {
      let copy = try TemporaryFolder()
      try FileManager.default.copyItem(
        atPath: goldenPath("AutoencoderFormats/\(name)"), toPath: copy.file("sae"))
      let url = URL(fileURLWithPath: copy.file("sae/\(file)"))
      var fields = try #require(
        JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
      fields.merge(changes) { $1 }
      try JSONSerialization.data(withJSONObject: fields).write(to: url)
      let error = #expect(throws: AutoencoderError.self) {
        try SavedAutoencoder(at: copy.file("sae"))
      }
      return error?.message ?? ""
    }
    #expect(
      try message(
        "dictionary_learning_AutoEncoder", "config.json", ["trainer": ["dict_class": "X"]]
      )
      .contains("dict_class 'X'"))
    #expect(
      try message("sparsify/layers.3", "cfg.json", ["activation": "groupmax"])
        .contains("groupmax"))
    #expect(try message("sparsify/layers.3", "cfg.json", ["k": 12]).contains("from 1 to 11"))
    #expect(
      try message(
        "saelens_standard", "cfg.json", ["normalize_activations": "expected_average_only_in"]
      ).contains("--input-scale"))
  }

  /// Leaves what Thresher writes of each golden, and what it does to rows, for
  /// `scripts/oracles/check_sae.py`.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["THRESHER_SAE_CHECK"] != nil,
      "needs THRESHER_SAE_CHECK=FOLDER"))
  func writesFoldersForSAELens() throws {
    let target = try #require(ProcessInfo.processInfo.environment["THRESHER_SAE_CHECK"])
    for goldens in ["Autoencoders", "AutoencoderFormats"] {
      let names = try FileManager.default.contentsOfDirectory(atPath: goldenPath(goldens))
      for name in names
      where !name.hasSuffix(".json") && !["sparsify", "steps"].contains(name) {
        try leaveForSAELens(goldenPath("\(goldens)/\(name)"), in: "\(target)/\(name)")
      }
    }
    // SAELens has no TopK transcoder.
    try leaveForSAELens(
      goldenPath("AutoencoderFormats/sparsify/layers.3"), in: "\(target)/sparsify")
  }

  private func leaveForSAELens(_ source: String, in folder: String) throws {
    let saved = try SavedAutoencoder(at: source)
    try saved.write(to: folder)
    let rows = try SafetensorsFile(path: source + "/rows.safetensors")
    let x = try rows.tensor("x")
    let (code, reconstruction) = saved.autoencoder.reconstruct(x.matrix)
    try Safetensors.write(
      [
        ("x", x), ("features", Tensor(code.dense, shape: [code.rows, code.featureCount])),
        (
          "reconstruction",
          Tensor(reconstruction, shape: [reconstruction.rows, reconstruction.columns])
        ),
      ], to: folder + "/rows.safetensors")
  }
}
