import Analysis
import Autoencoders
import Checkpoints
import Gradients
import Tensors
import TestSupport
import Testing
import Transformers

@Suite struct AutoencoderSpliceTests {
  let model: Transformer
  let sequences: [[Int]]

  init() throws {
    model = try Transformer(folder: goldenPath("Transformers/gpt2"))
    sequences = try spliceSequences()
  }

  /// Feature 3 is off everywhere, 7 is set at position 2, 5 is steered at the last position.
  let edits = [
    FeatureEdit(3, .ablate), FeatureEdit(7, positions: .at([2]), .set(1.5)),
    FeatureEdit(5, positions: .last, .add(2)),
  ]

  @Test(arguments: ["resid", "z", "mlp_out", "transcoder"], [false, true])
  func computesWhatSAELensDoes(name: String, keepsError: Bool) throws {
    let folder = goldenPath("AutoencoderSplices/\(name)")
    let expected = try SafetensorsFile(path: folder + "/expected.safetensors")
    let label = keepsError ? "error" : "plain"
    for (edits, key) in [([], "logits"), (edits, "edited")] {
      let splice = try splice(name, keepsError: keepsError, edits: edits)
      let found = try model(
        Run(sequences, interventions: splice.interventions, logits: .all))
      let golden = try expected.tensor("\(label).\(key)").matrix
      // The project's tolerance for logits against a peer in float32.
      #expect(relativeDifference(found.logits, golden) < 2e-4, "\(label).\(key)")
    }
  }

  private func splice(
    _ name: String, keepsError: Bool, edits: [FeatureEdit] = []
  ) throws -> AutoencoderSplice {
    let saved = try SavedAutoencoder(at: goldenPath("AutoencoderSplices/\(name)"))
    return AutoencoderSplice(
      saved.autoencoder, at: try #require(saved.metadata.hookName),
      outputSite: saved.metadata.hookNameOut, keepsError: keepsError, edits: edits)
  }

  @Test func keepsTheModelAsItIsWithTheErrorAndNoEdits() throws {
    let plain = try model(Run(sequences, logits: .all)).logits
    let interventions = try splice("resid", keepsError: true).interventions
    let found = try model(Run(sequences, interventions: interventions, logits: .all)).logits
    #expect(relativeDifference(found, plain) < 1e-5)
  }

  @Test func composesWithOtherInterventions() throws {
    let site = "blocks.1.hook_resid_pre"
    let ablation = Intervention(site: "blocks.0.hook_mlp_out", edit: .zero)
    let splice = try splice("resid", keepsError: false)
    let both = try model(
      Run(sequences, sites: [site], interventions: [ablation] + splice.interventions))
    let before = try model(Run(sequences, sites: [site], interventions: [ablation]))
    let expected = splice.autoencoder.reconstruct(try #require(before.cache[site])).reconstruction
    #expect(relativeDifference(try #require(both.cache[site]), expected) < 1e-6)
  }

  @Test func leavesExcludedTokensAsTheyAre() throws {
    let site = "blocks.1.hook_resid_pre"
    var splice = try splice("resid", keepsError: false)
    splice.excludedTokens = [sequences[0][0]]
    let found = try model(Run(sequences, sites: [site], interventions: splice.interventions))
    let plain = try model(Run(sequences, sites: [site]))
    let (a, b) = (try #require(found.cache[site]), try #require(plain.cache[site]))
    #expect(a.rows(0..<1) == b.rows(0..<1))
    #expect(relativeDifference(a.rows(1..<2), b.rows(1..<2)) > 1e-2)
  }

  /// The edits' slopes and the decoder's and encoder's weights, against central differences.
  @Test(arguments: ["resid", "mlp_out"])
  func pullsGradientsBackThroughTheFeaturesThatAreOn(name: String) throws {
    let width = 16
    let random = normalMatrix(rows: 24, columns: width, seed: 3, scale: 0.4)
    let autoencoder = SparseAutoencoder(
      encoderWeight: random.transposed, encoderBias: normalMatrix(rows: 1, columns: 24, seed: 4),
      decoderWeight: random, decoderBias: Matrix(rows: 1, columns: width),
      architecture: name == "resid"
        ? .topK(k: 4)
        : .gated(
          Magnitude(
            logScale: normalMatrix(rows: 1, columns: 24, seed: 6, scale: 0.2),
            bias: Matrix(rows: 1, columns: 24))))
    let splice = AutoencoderSplice(
      autoencoder, at: "blocks.1.hook_resid_pre", edits: [FeatureEdit(2, .scale(3))])
    guard case .placedOperation(let operation) = splice.interventions[0].edit else {
      Issue.record("an operation with a pullback was expected")
      return
    }
    let x = normalMatrix(rows: 3, columns: width, seed: 5)
    let batch = Batch([[1, 2, 3]])
    let places = batch.ranges[0].map {
      RowPlace(sequence: 0, position: $0, length: 3, token: batch.tokens[$0])
    }
    checkGradient(
      at: x, weights: normalMatrix(rows: 3, columns: width, seed: 7), step: 1e-3, tolerance: 5e-3
    ) { operation($0, places) }
  }
}

/// The sequences that the goldens were made with.
func spliceSequences() throws -> [[Int]] {
  let tokens = try SafetensorsFile(path: goldenPath("AutoencoderSplices/tokens.safetensors"))
    .tensor("tokens").matrix
  return (0..<tokens.rows).map { row in (0..<tokens.columns).map { Int(tokens[row, $0]) } }
}
