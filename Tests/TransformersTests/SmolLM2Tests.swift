import Foundation
import Tensors
import TestSupport
import Testing

@testable import Transformers

/// SmolLM2-135M against another implementation's float32 results on the same weights.
@Suite(
  .enabled(
    if: SmolLM2.path != nil && SmolLM2.referencePath != nil,
    "needs `thresher pull smollm2-135m` and ../shared/data"))
struct SmolLM2Tests {
  @Test func logitsAndHiddenStatesEqualTheReference() throws {
    let model = try SmolLM2.model.get()
    let sites = SmolLM2.hiddenSites(layerCount: model.configuration.layerCount)
    for prompt in try SmolLM2.prompts() {
      let result = try model(Run([prompt.ids], sites: Set(sites), logits: .last))
      for expected in prompt.top10 {
        #expect(abs(result.logits[0, expected.id] - expected.logit) < 2e-3, "\(prompt.prompt)")
      }
      for (site, norm) in zip(sites, prompt.hiddenNorms) {
        let rows = try #require(result.cache[site])
        let found = squaredNorm(rows[row: rows.rows - 1]).squareRoot()
        #expect(abs(found - norm) < 1e-3 * norm, "\(site) after '\(prompt.prompt)'")
      }
    }
  }

  @Test func greedyContinuationsEqualTheReference() throws {
    let model = try SmolLM2.model.get()
    for prompt in try SmolLM2.prompts() {
      let options = GenerationOptions(maxTokens: prompt.greedy.count)
      let tokens = try model.generate(prompt.ids, options: options)
      #expect(Array(tokens.dropFirst(prompt.ids.count)) == prompt.greedy, "\(prompt.prompt)")
    }
  }
}

/// Where SmolLM2 and what is known of it lie.
enum SmolLM2 {
  static let path = checkpointPath("smollm2-135m/SmolLM2-135M-Instruct.Q4_1.gguf")
  static let referencePath = sharedDataPath("reference/smollm2_135m_prompts.json")

  /// The model, read once for all tests.
  static let model = Result { try Transformer(gguf: path ?? "") }

  struct Prompt: Decodable {
    struct Candidate: Decodable {
      let id: Int
      let logit: Float
    }

    let prompt: String
    let ids: [Int]
    let top10: [Candidate]
    let greedy: [Int]
    let hiddenNorms: [Double]

    enum CodingKeys: String, CodingKey {
      case prompt, ids, top10
      case greedy = "greedy_ids"
      case hiddenNorms = "hidden_l2_last_token"
    }
  }

  static func prompts() throws -> [Prompt] {
    struct Reference: Decodable { let cases: [Prompt] }
    let data = try Data(contentsOf: URL(fileURLWithPath: referencePath ?? ""))
    return try JSONDecoder().decode(Reference.self, from: data).cases
  }

  /// The sites that the reference's hidden states are taken at: the last one is normalized.
  static func hiddenSites(layerCount: Int) -> [String] {
    (0..<layerCount).map { HookName.Block.residPre.name(layer: $0) } + [HookName.unembedIn]
  }
}
