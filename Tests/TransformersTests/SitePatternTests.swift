import TestSupport
import Testing

@testable import Transformers

@Suite struct SitePatternTests {
  @Test(arguments: [
    ("blocks.1.mlp.hook_post", ["blocks.1.mlp.hook_post"]),
    ("blocks.*.mlp.hook_post", ["blocks.0.mlp.hook_post", "blocks.1.mlp.hook_post"]),
    ("resid_post", ["blocks.0.hook_resid_post", "blocks.1.hook_resid_post"]),
    ("resid_post-1", ["blocks.1.hook_resid_post"]),
    ("resid_post -1", ["blocks.1.hook_resid_post"]),
    ("k1", ["blocks.1.attn.hook_k"]), ("pattern0", ["blocks.0.attn.hook_pattern"]),
    ("attn0", ["blocks.0.attn.hook_pattern"]), ("mlp_post1", ["blocks.1.mlp.hook_post"]),
    ("scale1ln1", ["blocks.1.ln1.hook_scale"]), ("embed", ["hook_embed"]),
    ("scale", ["ln_final.hook_scale"]), ("k1a", ["blocks.1.attn.hook_k"]),
    ("q_input1", ["blocks.1.hook_q_input"]), ("result0", ["blocks.0.attn.hook_result"]),
    ("ln_final.*", ["ln_final.hook_scale", "ln_final.hook_normalized"]),
    ("*.?.*hook_k", ["blocks.0.attn.hook_k", "blocks.1.attn.hook_k"]),
    ("b*s.*1*_z*", ["blocks.1.attn.hook_z"]),
  ])
  func choosesWhatTransformerLensCallsSo(text: String, names: [String]) throws {
    let configuration = try TinyModel("llama").model.configuration
    #expect(try SitePattern(text).sites(of: configuration).map(\.name) == names)
  }

  @Test func aStarChoosesNoSiteThatTakesWorkOfItsOwn() throws {
    let configuration = try TinyModel("solu").model.configuration
    let every = try SitePattern("*").sites(of: configuration)
    #expect(every == configuration.sites.filter { !$0.isOnDemand })
    let named = try SitePattern("blocks.*.attn.hook_result").sites(of: configuration)
    #expect(named.count == configuration.layerCount)
    let inner = try SitePattern("scale1mlp.ln").sites(of: configuration)
    #expect(inner.map(\.name) == ["blocks.1.mlp.ln.hook_scale"])
  }

  @Test(arguments: [
    "blocks.2.hook_resid_pre", "resid", "hook_nothing", "", "k9", "scale0", "k99999999999999999999",
    "resid_post-9223372036854775808", String(repeating: "*o", count: 40) + "!",
  ])
  func refusesWhatMatchesNothing(text: String) throws {
    let configuration = try TinyModel("llama").model.configuration
    let error = #expect(throws: TransformerError.self) {
      try SitePattern(text).sites(of: configuration)
    }
    #expect(error?.code == .unknownSite)
  }
}
