import Tensors
import TestSupport
import Testing
import Transformers

@testable import Analysis

/// Attributions by gradients are the limit of what patching does.
@Suite struct GradientRunTests {
  @Test(arguments: ["gpt2", "llama", "parallel", "gated", "bare"])
  func nodesEqualTheLimitOfPatching(family: String) throws {
    let golden = try GoldenModel(family)
    let sites = golden.configuration.sites.filter {
      $0.hasRows && $0.layer == 1 && !$0.isOnDemand && !$0.name.hasSuffix("scale")
    }
    let names = Set(sites.map(\.name))
    let run = try GradientRun([golden.pair], of: golden.model, sites: names)
    let grids = try run.nodeAttributions(sites, by: .position)
    let pairs = try golden.pairs(recording: sites)
    for (site, grid) in zip(sites, grids) {
      let expected = try golden.pair.clean.indices.map { try slope(at: site, $0, pairs) }
      expectClose(grid.firstPair, expected, within: 5e-3, "\(site.name) \(family)")
    }
  }

  /// How the metric changes per step towards the source, from a hundredth of it both ways.
  private func slope(at site: Site, _ position: Int, _ pairs: PatchPairs) throws -> Float {
    let from = try pairs.source.rows(site.name, sequence: 0, at: [position])
    let to = try pairs.target.rows(site.name, sequence: 0, at: [position])
    let step: Float = 5e-3
    let values = try pairs.target.values(
      of: .logitDifference,
      in: [step, -step].map { share in
        var (new, kept) = (from, to)
        new.scale(by: share)
        kept.scale(by: 1 - share)
        new += kept
        return Counterfactual(edits: [Edit(site: site, positions: [position], values: new)])
      }, answers: pairs.answers)
    return Float((values[0] - values[1]) / Double(2 * step))
  }

  @Test func cellsAreSumsOfFinerCells() throws {
    let golden = try GoldenModel("llama")
    let sites = try SitePattern("z").sites(of: golden.configuration)
    let run = try GradientRun([golden.pair], of: golden.model, sites: Set(sites.map(\.name)))
    let fine = try run.nodeAttributions(sites, by: .headPosition)[0].firstPair
    for axes in PatchAxes.allCases {
      let sum = try run.nodeAttributions(sites, by: axes)[0].firstPair.reduce(0, +)
      #expect(abs(sum - fine.reduce(0, +)) < 1e-4 * max(1, abs(sum)))
    }
    let patterns = try SitePattern("pattern").sites(of: golden.configuration)
    let squares = try GradientRun(
      [golden.pair], of: golden.model, sites: Set(patterns.map(\.name)))
    #expect(
      try squares.nodeAttributions(patterns, by: .head)[0].firstPair.allSatisfy(\.isFinite))
  }

  @Test func integratedGradientsOfTheEmbeddingsAddUpToTheDifference() throws {
    let golden = try GoldenModel("llama")
    let site = try SitePattern("embed").sites(of: golden.configuration)
    let run = try GradientRun(
      [golden.pair], of: golden.model, sites: [HookName.embed], steps: 150)
    let sum = try run.nodeAttributions(site, by: .position)[0].firstPair.reduce(0, +)
    let difference = run.logitDifferences.clean[0] - run.logitDifferences.corrupted[0]
    #expect(abs(sum - difference) < 0.02 * max(1, abs(difference)), "\(sum) of \(difference)")
  }

  @Test(arguments: ["gpt2", "llama", "parallel"])
  func edgesAddUpToTheirReadersInput(family: String) throws {
    let golden = try GoldenModel(family)
    let receivers: [PathReceiver] =
      PathReceiver.Input.allCases.map { .head(HeadName(layer: 1, index: 1), $0) }
      + [.mlp(layer: 1), .logits]
    for receiver in receivers {
      let end = try PathEnd(receiver, in: golden.configuration)
      let state = end.state.site(of: golden.configuration)
      let run = try GradientRun(
        [golden.pair], of: golden.model,
        sites: GradientRun.edgeSites(of: golden.configuration).union([state]),
        gradientSites: [end.site.name])
      let edges = try run.edgeAttributions(into: receiver)
      let sum = edges.reduce(0) { $0 + $1.values[0] }
      var gradient = try run.gradient(at: end.site.name)
      if let columns = end.columns { gradient = gradient.gatheringColumns(columns) }
      let whole = inner(try run.change(at: state), gradient)
      #expect(abs(sum - whole) < 1e-4 * max(1, abs(whole)), "\(receiver)")
    }
  }

  @Test func wantsATwinOfTheSameLength() throws {
    let golden = try GoldenModel("gpt2")
    for pair in [
      PromptPair(clean: [1, 2], answer: GoldenModel.answer),
      PromptPair(clean: [1, 2], corrupted: [1, 2, 3], answer: GoldenModel.answer),
    ] {
      let error = #expect(throws: AnalysisError.self) {
        try GradientRun([pair], of: golden.model, sites: [HookName.embed])
      }
      #expect(error?.code == .unalignedPrompts)
    }
  }
}
