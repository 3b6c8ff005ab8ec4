import Tensors
import TestSupport
import Testing
import Transformers

@Suite struct ProcessingSitesTests {
  /// What the table says of a step and a site is what a tiny model shows.
  @Test(arguments: Processing.Step.allCases)
  func saysWhichSitesAStepChanges(step: Processing.Step) throws {
    let plain = try Transformer(folder: goldenPath("Transformers/gpt2"))
    let processed = try plain.processed(by: Processing([step]))
    let sites = plain.configuration.sites.filter(\.hasRows).map(\.name)
    let run = Run([[3, 1, 4, 1, 5]], sites: Set(sites), logits: .none)
    let (before, after) = (try plain(run).cache, try processed(run).cache)
    for site in sites {
      guard let a = before[site], let b = after[site] else { continue }
      let differs = relativeDifference(a, b) > 1e-3
      #expect(step.alters(site) == differs, "\(step.rawValue) at \(site)")
    }
  }

  @Test func comparesTwoProcessings() {
    let site = "blocks.3.hook_resid_pre"
    let standard = Processing.standard.names
    #expect(
      Processing.steps(altering: site, between: standard, and: []) == [.centerWritingWeights])
    #expect(Processing.steps(altering: site, between: ["fold_ln"], and: []).isEmpty)
  }
}
