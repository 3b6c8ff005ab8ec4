import Checkpoints
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// Every site and the logits of tiny models of each family, against TransformerLens.
@Suite struct SiteParityTests {
  @Test(arguments: TinyModel.families)
  func everySiteEqualsTransformerLens(family: String) throws {
    let golden = try TinyModel(family)
    let sites = golden.model.configuration.sites.filter { !$0.isOnDemand }
    let result = try golden.model(
      Run(golden.sequences, sites: Set(sites.map(\.name)), logits: .all))

    #expect(relativeDifference(result.logits, try golden.rows("logits")) < 1e-4)
    for site in sites where site.hasRows {
      let found = try #require(result.cache[site.name], "\(site.name) was not recorded")
      #expect(relativeDifference(found, try golden.rows(site.name)) < 1e-4, "\(site.name)")
    }
    for site in sites where !site.hasRows {
      for sequence in golden.sequences.indices {
        let found = try #require(result.cache.square(site.name, sequence: sequence))
        let expected = try golden.square(site.name, sequence: sequence)
        #expect(agree(found, expected), "\(site.name) of sequence \(sequence)")
      }
    }
  }

  @Test(arguments: TinyModel.families)
  func sitesOnDemandEqualTransformerLens(family: String) throws {
    let golden = try TinyModel(family)
    let split = try SafetensorsFile(path: goldenPath("Transformers/\(family)/split.safetensors"))
    let sites = golden.model.configuration.sites.filter(\.isOnDemand)
    #expect(Set(sites.map(\.name)) == Set(split.tensorNames).subtracting(["loss"]))
    let result = try golden.model(Run(golden.sequences, sites: Set(sites.map(\.name))))
    for site in sites {
      let tensor = try split.tensor(site.name)
      #expect(Array(tensor.shape.dropFirst(2)) == site.axes, "\(site.name)")
      let found = try #require(result.cache[site.name])
      let expected = tensor.matrix.reshaped(rows: found.rows, columns: found.columns)
      #expect(relativeDifference(found, expected) < 1e-4, "\(site.name)")
    }
  }

  @Test(arguments: TinyModel.families)
  func theGoldenHasNoSiteThatTheModelLacks(family: String) throws {
    let golden = try TinyModel(family)
    let known = Set(golden.model.configuration.sites.map(\.name)).union(["tokens", "logits"])
    let unknown = golden.expected.tensorNames.filter { !known.contains($0) }
    #expect(unknown.isEmpty, "\(unknown)")
  }

  /// Whether two squares agree where causality allows a score, and both forbid the rest.
  private func agree(_ a: Tensor, _ b: Tensor) -> Bool {
    guard a.shape == b.shape else { return false }
    return zip(a.elements, b.elements).allSatisfy { x, y in
      x == y || abs(x - y) <= 1e-4 * max(1, abs(y))
    }
  }
}
