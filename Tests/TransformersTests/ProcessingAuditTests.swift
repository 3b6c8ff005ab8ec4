import TestSupport
import Testing

@testable import Transformers

@Suite struct ProcessingAuditTests {
  @Test func showsWhichSitesProcessingMoves() throws {
    let golden = try TinyModel("gpt2")
    let audit = try golden.model.audit(.standard, on: golden.sequences)
    let byName = Dictionary(uniqueKeysWithValues: audit.sites.map { ($0.site, $0) })
    #expect(audit.sites.map(\.site) == golden.model.configuration.sites.map(\.name))
    #expect(audit.logits > 0.1)
    #expect(audit.logProbabilities < 1e-4)
    for site in ["blocks.0.attn.hook_pattern", "blocks.1.mlp.hook_post"] {
      let row = try #require(byName[site])
      #expect(row.difference < 1e-4 * max(1, row.magnitude), "\(site)")
    }
    #expect(try #require(byName["blocks.0.hook_resid_pre"]).difference > 0.1)
  }

  @Test func findsNothingWhereNothingIsDone() throws {
    let golden = try TinyModel("llama")
    let audit = try golden.model.audit(.none, on: golden.sequences)
    #expect(audit.logits == 0 && audit.logProbabilities == 0)
    #expect(audit.sites.allSatisfy { $0.difference == 0 && $0.magnitude > 0 })
  }
}
