import Tensors
import TestSupport
import Testing

@testable import Transformers

/// The gradients of whole runs: against central differences, and with each other.
@Suite struct BackwardPassTests {
  /// Moves numbers at a site one at a time, and holds the objective's change against the gradient.
  private func checkGradient(
    of objective: Objective, at site: String, in golden: TinyModel,
    interventions: [Intervention] = []
  ) throws {
    let run = Run(
      golden.sequences, gradientOf: objective, at: [site], sites: [site],
      interventions: interventions, logits: .last)
    let result = try golden.model(run)
    let gradient = try #require(result.gradients[site])
    let values = try #require(result.cache[site])
    var random = SplittableRandom(seed: 7).split(site)
    for _ in 0..<2 {
      let row = Int.random(in: 0..<values.rows, using: &random)
      let column = Int.random(in: 0..<values.columns, using: &random)
      // A divisor near zero bends what it divides.
      let step = site.hasSuffix("hook_scale") ? 2e-3 * abs(values[row, column]) : 4e-3
      let difference = try slope(step: step) { offset in
        var moved = run
        moved.gradientSites = []
        let values = values
        moved.interventions.append(
          Intervention(
            site: site,
            edit: .function { _ in
              var changed = values
              changed[row, column] += offset
              return changed
            }))
        return try #require(try golden.model(moved).objective)
      }
      let found = gradient[row, column]
      #expect(
        abs(found - difference) < 5e-3 * max(0.3, abs(difference)),
        "\(site) [\(row), \(column)]: \(found), differences \(difference)")
    }
  }

  private func slope(step: Float, _ value: (Float) throws -> Double) throws -> Float {
    Float((try value(step) - (try value(-step))) / (2 * Double(step)))
  }

  @Test(arguments: TinyModel.families)
  func gradientsMatchDifferencesAtEverySite(family: String) throws {
    let golden = try TinyModel(family)
    for site in golden.model.configuration.sites where site.hasRows {
      try checkGradient(of: .loss, at: site.name, in: golden)
    }
  }

  @Test func gradientsGoThroughInterventions() throws {
    let golden = try TinyModel("gpt2")
    let changes = [
      Intervention(site: "blocks.0.hook_attn_out", positions: .at([1]), edit: .scale(2)),
      Intervention(site: "blocks.0.mlp.hook_post", columns: [3, 5], edit: .zero),
      Intervention(
        site: "blocks.1.attn.hook_pattern", edit: .operation { ActivationFunction.silu($0) }),
      Intervention(site: "blocks.1.hook_q_input", columns: [2], edit: .scale(-1)),
      Intervention(site: "blocks.1.attn.hook_result", columns: [4], edit: .set(Matrix(row: [1]))),
    ]
    try checkGradient(
      of: .loss, at: "blocks.0.hook_resid_pre", in: golden, interventions: changes)
  }

  @Test func aFunctionOfTheLogitsIsAnObjective() throws {
    let golden = try TinyModel("llama")
    let objective = Objective.function { logits in
      var gradient = logits
      gradient.scale(by: 0.02)
      return (logits.elements.reduce(0) { $0 + 0.01 * Double($1 * $1) }, gradient)
    }
    try checkGradient(of: objective, at: "blocks.1.hook_resid_pre", in: golden)
    let difference = Objective.logitDifferences(right: [3, 4], wrong: [7, 8], position: -2)
    try checkGradient(of: difference, at: "blocks.1.hook_resid_pre", in: golden)
  }

  @Test(arguments: ["gpt2", "llama"])
  func askingForGradientsChangesNoActivation(family: String) throws {
    let golden = try TinyModel(family)
    let site = "blocks.1.hook_resid_mid"
    let plain = try golden.model(Run(golden.sequences, sites: [site], logits: .last))
    let run = Run(
      golden.sequences, gradientOf: .loss, at: ["hook_embed"], sites: [site], logits: .last)
    let other = try golden.model(run)
    #expect(other.cache[site] == plain.cache[site])
    #expect(relativeDifference(other.logits, plain.logits) < 1e-5)
  }

  @Test func gradientsOfABatchAreThoseOfItsMembers() throws {
    let golden = try TinyModel("llama")
    let sequences = [golden.sequences[0], Array(golden.sequences[1].prefix(4))]
    let objective = Objective.logitDifference(right: 3, wrong: 7)
    let site = "blocks.0.hook_resid_pre"
    let together = try golden.model(Run(sequences, gradientOf: objective, at: [site]))
    for (sequence, range) in zip(sequences, together.gradients.batch.ranges) {
      let alone = try golden.model(Run([sequence], gradientOf: objective, at: [site]))
      let rows = try #require(together.gradients[site]).rows(range)
      #expect(relativeDifference(rows, try #require(alone.gradients[site])) < 1e-5)
    }
  }
}
