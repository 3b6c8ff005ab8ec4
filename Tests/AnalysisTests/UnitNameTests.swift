import Testing

@testable import Analysis

@Suite struct UnitNameTests {
  @Test(arguments: [
    (Unit.neuron, "blocks.8.mlp.hook_post", nil, "8.1234"),
    (.neuron, "blocks.8.hook_resid_post", nil, "blocks.8.hook_resid_post:1234"),
    (.feature, "blocks.8.hook_resid_post", "SAE", "SAE:1234"),
    (.feature, "blocks.8.hook_resid_post", nil, "blocks.8.hook_resid_post:1234"),
  ])
  func speaksAsTheFieldDoes(unit: Unit, site: String, sae: String?, expected: String) {
    #expect(unit.name(site: site, index: 1234, sae: sae) == expected)
  }
}
