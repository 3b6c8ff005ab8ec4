import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct TransformerTests {
  @Test(arguments: TinyModel.families)
  func aBatchEqualsItsMembersRunAlone(family: String) throws {
    let golden = try TinyModel(family)
    let sequences = [golden.sequences[0], Array(golden.sequences[1].prefix(4)), [7]]
    let site = "blocks.1.hook_resid_post"
    let together = try golden.model(Run(sequences, sites: [site], logits: .last))
    for (index, sequence) in sequences.enumerated() {
      let alone = try golden.model(Run([sequence], sites: [site], logits: .last))
      let range = together.cache.batch.ranges[index]
      let rows = try #require(together.cache[site]).rows(range)
      #expect(relativeDifference(rows, try #require(alone.cache[site])) < 1e-5)
      #expect(relativeDifference(together.logits.rows(index..<index + 1), alone.logits) < 1e-5)
    }
  }

  /// Steps that nobody looks between are taken at once.
  @Test(arguments: TinyModel.families)
  func lookingChangesNothing(family: String) throws {
    let golden = try TinyModel(family)
    let sites = Set(golden.model.configuration.sites.map(\.name))
    let unseen = try golden.model(Run(golden.sequences, logits: .all)).logits
    let seen = try golden.model(Run(golden.sequences, sites: sites, logits: .all)).logits
    #expect(relativeDifference(unseen, seen) < 1e-5)
  }

  @Test(arguments: TinyModel.families)
  func anInterventionLeavesTheNextRunAsItWas(family: String) throws {
    let golden = try TinyModel(family)
    let site = "blocks.0.hook_attn_out"
    let run = Run(golden.sequences, sites: [site], logits: .all)
    let before = try golden.model(run)
    var changed = run
    changed.interventions = [Intervention(site: site, edit: .zero)]
    let during = try golden.model(changed)
    let after = try golden.model(run)
    #expect(before.logits == after.logits)
    #expect(before.logits != during.logits)
    #expect(try #require(during.cache[site]).elements.allSatisfy { $0 == 0 })
  }

  @Test(arguments: TinyModel.families)
  func settingWhatIsThereChangesNothing(family: String) throws {
    let golden = try TinyModel(family)
    let sites = golden.model.configuration.sites.map(\.name)
    let plain = try golden.model(Run(golden.sequences, logits: .all)).logits
    for site in sites {
      let identity = Intervention(site: site, edit: .function { $0 })
      let run = Run(golden.sequences, interventions: [identity], logits: .all)
      #expect(relativeDifference(try golden.model(run).logits, plain) < 1e-4, "\(site)")
    }
  }

  @Test func editsActOnTheirPositionsAndColumns() throws {
    let golden = try TinyModel("gpt2")
    let site = "blocks.0.hook_resid_pre"
    let plain = try #require(try golden.model(Run(golden.sequences, sites: [site])).cache[site])
    let edits = [
      Intervention(site: site, positions: .last, columns: [3], edit: .scale(2)),
      Intervention(
        site: site, positions: .at([0]), columns: [1, 2], edit: .add(Matrix(row: [10, 20]))),
      Intervention(site: site, positions: .at([-2]), columns: [0], edit: .set(Matrix(row: [5]))),
    ]
    let run = Run(golden.sequences, sites: [site], interventions: edits)
    let found = try #require(try golden.model(run).cache[site])
    var expected = plain
    for range in Batch(golden.sequences).ranges {
      expected[range.upperBound - 1, 3] *= 2
      expected[range.lowerBound, 1] += 10
      expected[range.lowerBound, 2] += 20
      expected[range.upperBound - 2, 0] = 5
    }
    #expect(relativeDifference(found, expected) < 1e-6)
  }

  @Test func patchingTheResidualStreamMovesTheWholeRun() throws {
    let golden = try TinyModel("llama")
    let site = "blocks.1.hook_resid_pre"
    let source = try golden.model(Run([golden.sequences[0]], sites: [site], logits: .all))
    let rows = try #require(source.cache[site])
    let patch = Intervention(site: site, edit: .function { _ in rows })
    let patched = try golden.model(
      Run([golden.sequences[1]], interventions: [patch], logits: .all))
    #expect(relativeDifference(patched.logits, source.logits) < 1e-5)
  }

  @Test func logitsComeForTheChosenPositionsOnly() throws {
    let golden = try TinyModel("gpt2")
    let all = try golden.model(Run(golden.sequences, logits: .all)).logits
    let some = try golden.model(Run(golden.sequences, logits: .at([0, -1]))).logits
    let length = golden.sequences[0].count
    let expected = all.gatheringRows([0, length - 1, length, 2 * length - 1])
    #expect(relativeDifference(some, expected) < 1e-5)
  }

  @Test(arguments: [
    ([[]], TransformerError.Code.emptyPrompt), ([[1, 50]], .tokenOutOfRange),
    ([[1, -1]], .tokenOutOfRange), ([Array(repeating: 1, count: 25)], .contextTooLong),
  ])
  func refusesWhatItCannotRead(sequences: [[Int]], code: TransformerError.Code) throws {
    let golden = try TinyModel("gpt2")
    let error = #expect(throws: TransformerError.self) {
      try golden.model(Run(sequences, logits: .last))
    }
    #expect(error?.code == code)
  }

  @Test func refusesSitesAndPositionsThatItLacks() throws {
    let golden = try TinyModel("gpt2")
    let unknown = #expect(throws: TransformerError.self) {
      try golden.model(Run([[1]], sites: ["blocks.2.hook_resid_pre"]))
    }
    #expect(unknown?.code == .unknownSite)
    let outside = #expect(throws: TransformerError.self) {
      try golden.model(Run([[1]], logits: .at([1])))
    }
    #expect(outside?.code == .positionOutOfRange)
  }

  @Test(arguments: TinyModel.families)
  func aRunMayBeginWithAGivenResidualStream(family: String) throws {
    let golden = try TinyModel(family)
    let (first, last) = ("blocks.1.hook_resid_pre", "blocks.1.hook_resid_post")
    var run = Run(golden.sequences, sites: [first, last], logits: .all)
    let whole = try golden.model(run)
    run.start = Run.Start(layer: 1, residual: try #require(whole.cache[first]))
    let rest = try golden.model(run)
    #expect(rest.logits == whole.logits)
    #expect(rest.cache[last] == whole.cache[last])
  }

  @Test func aRunCannotSeeWhatLiesBeforeItsStart() throws {
    let golden = try TinyModel("gpt2")
    for site in ["hook_embed", "blocks.0.hook_attn_out"] {
      var run = Run([[1, 2]], sites: [site])
      run.start = Run.Start(layer: 1, residual: Matrix(rows: 2, columns: 16))
      let error = #expect(throws: TransformerError.self) { try golden.model(run) }
      #expect(error?.code == .unknownSite)
    }
  }

  /// Each head's own input reaches that head alone.
  @Test(arguments: [("hook_q_input", "attn.hook_q"), ("hook_v_input", "attn.hook_v")])
  func aHeadsInputMovesThatHeadAlone(input: String, output: String) throws {
    let golden = try TinyModel("gpt2")
    let site = "blocks.0.\(output)"
    let change = Intervention(
      site: "blocks.0.\(input)", columns: Array(0..<16), edit: .scale(-0.5))
    let plain = try golden.model(Run(golden.sequences, sites: [site]))
    let moved = try golden.model(
      Run(golden.sequences, sites: [site], interventions: [change]))
    let (before, after) = (try #require(plain.cache[site]), try #require(moved.cache[site]))
    #expect(relativeDifference(before.columns(8..<16), after.columns(8..<16)) < 1e-6)
    #expect(relativeDifference(before.columns(0..<8), after.columns(0..<8)) > 0.1)
  }

  @Test func refusesWhatNoObjectiveCanBe() throws {
    let golden = try TinyModel("gpt2")
    let outside = #expect(throws: TransformerError.self) {
      try golden.model(
        Run([[1, 2]], gradientOf: .logitDifference(right: 50, wrong: 1), at: ["hook_embed"]))
    }
    #expect(outside?.code == .tokenOutOfRange)
    let short = #expect(throws: TransformerError.self) {
      try golden.model(Run([[1]], gradientOf: .loss, at: ["hook_embed"]))
    }
    #expect(short?.code == .emptyPrompt)
    var run = Run([[1, 2]], gradientOf: .loss, at: [])
    run.gradientWeights = ["blocks.0.mlp.W_gate"]
    let weight = #expect(throws: TransformerError.self) { try golden.model(run) }
    #expect(weight?.code == .unknownWeight)
  }
}
