import Analysis
import Tensors
import Transformers

extension Benchmark {
  /// Case 000's sweep on a random GPT-2 small, and attribution patching of all its sites.
  static let patching = Benchmark(
    name: "patching", summary: "GPT-2 small, 14 tokens, hook_resid_post by layer and position"
  ) {
    let model = try Transformer(randomWeightsOf: .gpt2(), seed: 1)
    let prompts = (0..<2).map { prompt in
      (0..<14).map { (prompt * 7919 + $0 * 104_729) % model.configuration.dVocab }
    }
    let pair = PromptPair(
      clean: prompts[0], corrupted: prompts[1], answer: LogitCombination(right: 3, wrong: 7))
    let sweep = try seconds { try patch(pair, model) }
    print("  168 cells: \(figure(sweep, digits: 3)) s")
    let forward = try seconds { _ = try model(Run([pair.clean], logits: .last)) }
    let gradients = try seconds { try attribute(pair, model) }
    print(
      "  attribution patching of all sites: \(figure(gradients, digits: 3)) s,",
      figure(gradients / forward), "forward passes")
  }
}

private func patch(_ pair: PromptPair, _ model: Transformer) throws {
  let sites = try SitePattern("resid_post").sites(of: model.configuration)
  let pairs = try PatchPairs(
    [pair], of: model, direction: .denoising, recording: Set(sites.map(\.name)))
  let grid = try pairs.sweep(sites, by: .position)[0]
  let clean = try pairs.values(of: .logitDifference).clean[0]
  let last = grid.values.last?.last?.first ?? .nan
  precondition(abs(last - clean) < 1e-3 * max(1, abs(clean)), "patching: a wrong cell")
}

private func attribute(_ pair: PromptPair, _ model: Transformer) throws {
  let sites = model.configuration.sites.filter { site in
    site.layer != nil && site.hasRows && !site.isOnDemand
  }
  let run = try GradientRun([pair], of: model, sites: Set(sites.map(\.name)))
  _ = try run.nodeAttributions(sites, by: .position)
}
