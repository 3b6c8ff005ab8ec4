import Autoencoders
import Checkpoints
import Foundation
import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct SavedAutoencoderTests {
  @Test(arguments: [
    "topk", "topk_rescaled", "standard", "standard_layer_norm", "jumprelu", "gated", "transcoder",
    "skip_transcoder", "jumprelu_skip_transcoder",
  ])
  func doesToRowsWhatSAELensDoes(name: String) throws {
    let folder = goldenPath("Autoencoders/\(name)")
    let saved = try SavedAutoencoder(at: folder)
    #expect(saved.metadata.hookName == "blocks.3.hook_resid_pre")
    #expect(saved.metadata.contextSize == 128 && saved.metadata.prependBOS == true)
    let rows = try SafetensorsFile(path: folder + "/rows.safetensors")
    let (code, reconstruction) = saved.autoencoder.reconstruct(try rows.tensor("x").matrix)
    #expect(relativeDifference(code.dense, try rows.tensor("features").matrix) < 1e-5)
    #expect(relativeDifference(reconstruction, try rows.tensor("reconstruction").matrix) < 1e-5)
  }

  @Test(arguments: [
    "topk", "standard", "jumprelu", "gated", "transcoder", "jumprelu_skip_transcoder",
  ])
  func comesBackFromItsFolder(name: String) throws {
    let saved = try SavedAutoencoder(at: goldenPath("Autoencoders/\(name)"))
    let folder = try TemporaryFolder()
    try saved.write(to: folder.file("sae"))
    let again = try SavedAutoencoder(at: folder.file("sae"))
    #expect(again.autoencoder == saved.autoencoder)
    #expect(again.metadata.modelName == "gpt2")
  }

  @Test func refusesFoldersThatContradictThemselves() throws {
    let folder = try TemporaryFolder()
    func code(
      _ changes: [String: Any], _ file: String = "cfg.json"
    ) throws -> AutoencoderError.Code? {
      let source = goldenPath("Autoencoders/topk")
      let json = try Data(contentsOf: URL(fileURLWithPath: source + "/cfg.json"))
      var object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
      object.merge(changes) { $1 }
      let path = folder.file(UUID().uuidString)
      try FileManager.default.copyItem(atPath: source, toPath: path)
      try JSONSerialization.data(withJSONObject: object)
        .write(to: URL(fileURLWithPath: path + "/cfg.json"))
      let error = #expect(throws: AutoencoderError.self) { try SavedAutoencoder(at: path) }
      #expect(error?.path == path + "/" + file)
      return error?.code
    }
    #expect(try code(["k": 12]) == .badFile)
    #expect(try code(["k": NSNull()]) == .badFile)
    #expect(try code(["d_in": "six"]) == .badFile)
    #expect(try code(["d_sae": 0]) == .badFile)
    #expect(try code(["d_in": 7], "sae_weights.safetensors") == .badFile)
    #expect(try code(["architecture": "temporal"]) == .unsupported)
    #expect(try code(["normalize_activations": "expected_average_only_in"]) == .unsupported)
    #expect(try code(["architecture": "jumprelu"], "sae_weights.safetensors") == .badFile)
    let missing = #expect(throws: AutoencoderError.self) {
      try SavedAutoencoder(at: folder.file("nowhere"))
    }
    #expect(missing?.code == .file && missing?.path == folder.file("nowhere"))
  }

  /// Leaves trained autoencoders and what they do to rows for `scripts/oracles/check_sae.py`.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["THRESHER_SAE_CHECK"] != nil,
      "needs THRESHER_SAE_CHECK=FOLDER"),
    arguments: TrainedArchitecture.allCases, TranscoderKind.allCases)
  func writesAFolderForSAELens(
    architecture: TrainedArchitecture, transcoder: TranscoderKind
  ) throws {
    // SAELens knows transcoders of ReLU and JumpReLU features.
    guard transcoder == .none || ![.gated, .topK].contains(architecture) else { return }
    let path = try #require(ProcessInfo.processInfo.environment["THRESHER_SAE_CHECK"])
    let folder = "\(path)/\(architecture.rawValue)-\(transcoder.rawValue)"
    let mixture = SparseMixture(directions: 60, in: 32, active: 4, seed: 1)
    let input = mixture.rows(300, seed: 2, offset: 1)
    let target =
      transcoder == .none
      ? nil : Matrix.product(input, normalMatrix(rows: 32, columns: 20, seed: 3))
    let sample = TrainingRows(input, target: target)
    var configuration = TrainingConfiguration(
      architecture: architecture, width: 96, k: 4, steps: 30)
    configuration.learningRate.peak = 1e-2
    configuration.transcoder = transcoder
    configuration.subtractsDecoderBias = transcoder == .none
    var trainer = try AutoencoderTrainer(configuration: configuration, sample: sample)
    for _ in 0..<30 { _ = try trainer.step(sample) }
    let metadata = AutoencoderMetadata(modelName: "gpt2", hookName: "blocks.3.hook_resid_pre")
    try SavedAutoencoder(trainer.autoencoder, metadata: metadata).write(to: folder)
    let (code, reconstruction) = trainer.autoencoder.reconstruct(input)
    try Safetensors.write(
      [
        ("x", Tensor(input, shape: [300, 32])),
        ("features", Tensor(code.dense, shape: [300, 96])),
        ("reconstruction", Tensor(reconstruction, shape: [300, reconstruction.columns])),
      ], to: folder + "/rows.safetensors")
  }
}
