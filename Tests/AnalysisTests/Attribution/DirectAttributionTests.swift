import Autoencoders
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Analysis

/// Direct attributions and the logit lens against TransformerLens's `ActivationCache`, and their sums.
@Suite struct DirectAttributionTests {
  private func run(_ golden: GoldenModel, recording sites: Set<String> = []) throws
    -> AttributionRun
  {
    let prompts = [golden.pair.clean, golden.pair.corrupted ?? []].map {
      AnsweredPrompt(tokens: $0, answer: GoldenModel.answer)
    }
    return try AttributionRun(prompts, of: golden.model, recording: sites)
  }

  @Test(arguments: GoldenModel.families)
  func partsEqualTransformerLens(family: String) throws {
    let golden = try GoldenModel(family, processing: .standard)
    let run = try run(golden)
    var components = try golden.numbers("attribution/component")
    // TransformerLens adds position vectors of zero where this model has none.
    if family == "bare" { components.remove(at: 1) }
    try check(run, .components, components, family)
    try check(run, .heads, try golden.numbers("attribution/head"), family)
    if !golden.configuration.isAttentionOnly {
      try check(run, .neurons, try golden.numbers("attribution/neuron"), family)
    }
    let count = golden.pair.clean.count
    let sources = try golden.numbers("attribution/source")
    let sums = (0..<count).map { position in
      stride(from: position, to: sources.count, by: count).reduce(Float(0)) { $0 + sources[$1] }
    }
    try check(run, .sourcePositions, sums, family)
  }

  /// The first rows, and that all of them add up.
  private func check(
    _ run: AttributionRun, _ parts: AttributionParts, _ expected: [Float], _ what: String
  ) throws {
    let found = try run.attribution(to: parts)
    expectClose(
      found.rows.prefix(expected.count).map { $0.values[0] }, expected, "\(what) \(parts)")
    for (remainder, difference) in zip(found.remainders, found.logitDifferences) {
      #expect(abs(remainder) < 1e-4 * max(1, abs(difference)), "\(what) \(parts)")
    }
  }

  @Test(arguments: GoldenModel.families)
  func theLensEqualsTransformerLens(family: String) throws {
    let golden = try GoldenModel(family, processing: .standard)
    let states = try run(golden).logitLens().states
    expectClose(
      states.map { $0.logitDifferences[0] }, try golden.numbers("attribution/lens"), "\(family)")
    let last = try #require(states.last)
    #expect(last.label == "final_post")
  }

  @Test func theLensRanksTheAnswer() throws {
    let golden = try GoldenModel("gpt2")
    let run = try run(golden)
    let last = try #require(try run.logitLens(includesMid: false).states.last)
    let logits = run.logits.rows(0..<1).elements
    #expect(last.ranks[0] == logits.filter { $0 > logits[3] }.count)
    #expect(logits[last.likeliest[0]] == logits.max())
  }

  @Test(arguments: [
    "blocks.1.hook_resid_pre", "blocks.1.hook_resid_mid", "blocks.1.hook_resid_post",
    "blocks.0.hook_mlp_out", "blocks.0.mlp.hook_post", "blocks.1.attn.hook_z", "hook_embed",
  ])
  func featuresAddUp(site: String) throws {
    let golden = try GoldenModel("gpt2")
    for normalization in InputNormalization.allCases {
      let width = try SitePattern(site).sites(of: golden.configuration)[0].width
      let autoencoder = sample(width: width, normalization: normalization)
      let placed = try SiteAutoencoder(
        SavedAutoencoder(autoencoder, metadata: AutoencoderMetadata(hookName: site)),
        in: golden.configuration)
      let found = try run(golden, recording: [site]).attribution(to: .features(placed))
      #expect(found.rows.contains { $0.label.hasPrefix("F") })
      for (remainder, difference) in zip(found.remainders, found.logitDifferences) {
        #expect(abs(remainder) < 1e-4 * max(1, abs(difference)), "\(normalization)")
      }
    }
  }

  @Test func refusesAnAutoencoderThatDoesNotFit() throws {
    let golden = try GoldenModel("gpt2")
    let saved = SavedAutoencoder(
      sample(width: 5, normalization: .none), metadata: AutoencoderMetadata())
    for site in [nil, "blocks.0.hook_resid_pre"] {
      let error = #expect(throws: AnalysisError.self) {
        try SiteAutoencoder(saved, at: site, in: golden.configuration)
      }
      #expect(error?.code == .unusableRequest)
    }
  }

  private func sample(width: Int, normalization: InputNormalization) -> SparseAutoencoder {
    SparseAutoencoder(
      encoderWeight: normalMatrix(rows: width, columns: 12, seed: 1),
      encoderBias: normalMatrix(rows: 1, columns: 12, seed: 2),
      decoderWeight: normalMatrix(rows: 12, columns: width, seed: 3),
      decoderBias: normalMatrix(rows: 1, columns: width, seed: 4),
      architecture: .topK(k: 3), inputNormalization: normalization)
  }

  @Test(arguments: GoldenModel.families)
  func importanceEqualsTheNotebooks(family: String) throws {
    let golden = try GoldenModel(family, processing: .standard)
    let run = try run(golden)
    let last = golden.configuration.layerCount - 1
    guard !golden.configuration.isAttentionOnly else {
      #expect(throws: AnalysisError.self) { try run.neuronImportance(layer: last) }
      return
    }
    let found = try run.neuronImportance(layer: last)
    #expect(
      Float(found.predictions[0]) == (try golden.numbers("importance/predicted"))[0])
    expectClose(
      found.shares.rows(0..<1).elements.map(Double.init), try golden.numbers("importance"), family)
    #expect(throws: AnalysisError.self) { try run.neuronImportance(layer: 9) }
  }

  @Test func sourcesOfPromptsOfDifferentLengthsAreRefused() throws {
    let golden = try GoldenModel("gpt2")
    let prompts = [[1, 2, 3], [1, 2]].map { AnsweredPrompt(tokens: $0, answer: GoldenModel.answer) }
    let run = try AttributionRun(prompts, of: golden.model)
    let error = #expect(throws: AnalysisError.self) { try run.attribution(to: .sourcePositions) }
    #expect(error?.code == .unalignedPrompts)
  }
}
