import Autoencoders
import Gradients
import Tensors
import TestSupport
import Testing
import Transformers

@testable import Analysis

/// Ablations of heads against the notebook's formulas in TransformerLens, and what they must equal.
@Suite struct AblationRunTests {
  private func documents(_ golden: GoldenModel) -> [[Int]] {
    [golden.pair.clean, golden.pair.corrupted ?? []]
  }

  private func measure(
    _ golden: GoldenModel, _ targets: [AblationTarget], _ kinds: [AblationKind]
  ) throws -> [[[AblationEffect]]] {
    var run = try AblationRun(of: golden.model, targets: targets, kinds: kinds, seed: 1)
    for document in documents(golden) { try run.observe(document) }
    return try documents(golden).enumerated().map {
      try run.effects(of: $0.element, number: $0.offset).effects
    }
  }

  @Test(arguments: GoldenModel.families)
  func fourKindsOfHeadsEqualTheNotebook(family: String) throws {
    let golden = try GoldenModel(family, processing: .standard)
    let targets = try HeadName.all(of: golden.configuration).map {
      AblationTarget("\($0)", parts: [try .head($0, in: golden.configuration)])
    }
    let kinds = AblationKind.standard
    let found = try measure(golden, targets, kinds)
    for (place, kind) in kinds.enumerated() {
      let numbers = targets.indices.flatMap { target in
        found.flatMap { $0[target][place].lossChanges.map(Double.init) }
      }
      expectClose(numbers, try golden.numbers("ablation/\(kind)"), "\(family) \(kind)")
    }
  }

  @Test(arguments: ["gpt2", "llama", "parallel"])
  func patchedEffectsAreThoseOfWholeRuns(family: String) throws {
    let golden = try GoldenModel(family)
    let configuration = golden.configuration
    let parts: [AblationPart] = [
      try .neuron(3, layer: 1, in: configuration),
      try .head(HeadName(layer: 0, index: 1), in: configuration),
      .columns(try SitePattern("mlp_out0").sites(of: configuration)[0], nil),
    ]
    let targets =
      parts.map { AblationTarget($0.site.name, parts: [$0]) }
      + [AblationTarget("all", parts: parts)]
    let found = try measure(golden, targets, [AblationKind(.zero, .patched)])
    for (index, target) in targets.enumerated() {
      let document = golden.pair.clean
      var run = Run([document])
      run.wantsLosses = true
      let base = try #require(try golden.model(run).losses).bySequence[0]
      run.interventions = target.parts.map { part in
        guard case .columns(let site, let columns) = part else { preconditionFailure() }
        return Intervention(site: site.name, columns: columns, edit: .zero)
      }
      let losses = try #require(try golden.model(run).losses).bySequence[0]
      expectClose(
        found[0][index][0].lossChanges.map(Double.init), zip(losses, base).map { $0 - $1 },
        within: 1e-5, target.label)
    }
  }

  @Test func aFeatureTakenOutIsThatMuchLessOfItsDirection() throws {
    let golden = try GoldenModel("gpt2")
    let autoencoder = SparseAutoencoder(
      encoderWeight: normalMatrix(rows: 16, columns: 6, seed: 1),
      encoderBias: normalMatrix(rows: 1, columns: 6, seed: 2),
      decoderWeight: normalMatrix(rows: 6, columns: 16, seed: 3),
      decoderBias: normalMatrix(rows: 1, columns: 16, seed: 4), architecture: .standard)
    let name = "blocks.1.hook_resid_pre"
    let placed = try SiteAutoencoder(
      SavedAutoencoder(autoencoder, metadata: AutoencoderMetadata(hookName: name)),
      in: golden.configuration)
    let found = try measure(
      golden, [AblationTarget("F2", parts: [.feature(placed, 2)])],
      [AblationKind(.zero, .patched)])
    var run = Run([golden.pair.clean])
    run.wantsLosses = true
    let base = try #require(try golden.model(run).losses).bySequence[0]
    run.interventions = [
      Intervention(
        site: name,
        edit: .function { x in
          var values = autoencoder.encode(x).dense.columns(2..<3)
          values.scale(by: -1)
          return x + Matrix.product(values, autoencoder.decoderWeight.rows(2..<3))
        })
    ]
    let losses = try #require(try golden.model(run).losses).bySequence[0]
    #expect(losses != base)
    expectClose(
      found[0][0][0].lossChanges.map(Double.init), zip(losses, base).map { $0 - $1 },
      within: 1e-5, "F2")
  }

  @Test func chanceComesFromTheSeed() throws {
    let golden = try GoldenModel("gpt2")
    let target = AblationTarget(
      "0.0", parts: [try .head(HeadName(layer: 0, index: 0), in: golden.configuration)])
    let kinds = AblationKind.allCases.filter { $0.replacement == .resample }
    let first = try measure(golden, [target], kinds)
    let second = try measure(golden, [target], kinds)
    for (a, b) in zip(first, second) {
      #expect(a[0].map(\.lossChanges) == b[0].map(\.lossChanges))
      #expect(a[0][0].lossChanges.contains { $0 != 0 })
    }
  }

  @Test func namesWhatTheModelLacks() throws {
    let configuration = try GoldenModel("gpt2").configuration
    #expect(throws: AnalysisError.self) {
      try AblationPart.head(HeadName(layer: 0, index: 2), in: configuration)
    }
    for (layer, neuron) in [(0, 40), (2, 0), (-1, 0), (0, -1)] {
      let error = #expect(throws: AnalysisError.self) {
        try AblationPart.neuron(neuron, layer: layer, in: configuration)
      }
      #expect(error?.code == .unknownUnit)
    }
    let site = try SitePattern("q0").sites(of: configuration)[0]
    #expect(throws: AnalysisError.self) {
      try AblationRun(
        of: try GoldenModel("gpt2").model,
        targets: [AblationTarget("q", parts: [.columns(site, nil)])], kinds: AblationKind.standard)
    }
  }

  @Test func tallyFindsWhereTheLossChangesMost() throws {
    let target = AblationTarget("x", parts: [])
    let kinds = [AblationKind(.zero, .direct)]
    var tally = AblationTally(targets: [target], kinds: kinds, placeCount: 2, keepsTokens: true)
    let documents: [[Float]] = [[0.5, -1, 2], [3, 0, -4]]
    for changes in documents {
      let effect = AblationEffect(lossChanges: changes, logitChanges: changes)
      tally.add(losses: [1, 1, 1], effects: [[effect]], texts: ["a", "b", "c", "d"])
    }
    let result = tally.result(model: "m")
    let effect = result.units[0].kinds[0]
    #expect(effect.top.map { [$0.document, $0.position] } == [[1, 0], [0, 2]])
    #expect(effect.bottom.map { [$0.document, $0.position] } == [[1, 2], [0, 1]])
    #expect(effect.top[1].context == "abc" && effect.top[1].next == "d")
    #expect(abs(effect.lossChange.mean - 0.5 / 6) < 1e-9)
    #expect(effect.perToken?[1].map(\.wrappedValue) == [3, 0, -4])
    #expect(result.loss == 1 && result.tokens == 6)
  }
}
