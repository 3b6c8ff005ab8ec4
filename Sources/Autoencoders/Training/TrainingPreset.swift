import Gradients

/// Recipes by the names of those who published them.
///
/// What a source leaves open, or says in rows where runs here are shorter, has the default of
/// `TrainingConfiguration`; shares of a run are taken of its steps.
public enum TrainingPreset: String, CaseIterable, Sendable {
  /// Conerly et al., April 2024, <https://transformer-circuits.pub/2024/april-update>: L1 weighted
  /// by decoder norms, λ = 5 after a warm-up of a twentieth, rows scaled to √dIn.
  case anthropic2024April = "anthropic-2024-04"

  /// Gao et al. 2024, <https://arxiv.org/abs/2406.04093>: TopK, AuxK, unit-norm decoder, a running
  /// mean of the weights.
  case openAITopK = "openai-topk"

  /// SAELens 6's defaults: L1 weighted by decoder norms of 0.1 at the start, a constant rate.
  case saeLensDefault = "saelens-default"

  /// Lieberum et al. 2024, <https://arxiv.org/abs/2408.05147>: JumpReLU with the step penalty.
  case gemmaScope = "gemma-scope"

  /// Bussmann et al. 2025, <https://arxiv.org/abs/2503.17547>: nested BatchTopK.
  case matryoshka

  /// The recipe for a width and a number of steps; `k` where it chooses by rank.
  public func configuration(width: Int, k: Float, steps: Int) -> TrainingConfiguration {
    var configuration = TrainingConfiguration(width: width, k: k, steps: steps)
    switch self {
    case .anthropic2024April: configuration.followAnthropic()
    case .openAITopK:
      configuration.learningRate.warmUpSteps = 0
      configuration.averageDecay = 0.999
    case .saeLensDefault: configuration.followSAELens()
    case .gemmaScope: configuration.followGemmaScope()
    case .matryoshka:
      configuration.architecture = .matryoshka
      configuration.matryoshkaWidths = nestedWidths(of: width)
      configuration.learningRate.peak = 3e-4
    }
    return configuration
  }
}

extension TrainingConfiguration {
  fileprivate mutating func followAnthropic() {
    architecture = .standard
    l1Coefficient = 5
    sparsityWarmUpSteps = steps / 20
    (unitNormDecoder, decoderNorm, center) = (false, 0.1, .zero)
    subtractsDecoderBias = false
    adam = Adam()
    learningRate = LearningRate(peak: 5e-5, decay: .linear, decaySteps: steps / 5)
  }

  fileprivate mutating func followSAELens() {
    architecture = .standard
    l1Coefficient = 1
    (unitNormDecoder, decoderNorm, center) = (false, 0.1, .zero)
    inputScaling = .none
    adam = Adam()
    learningRate = LearningRate(peak: 3e-4)
    deadAfterRows = 1000 * 4096
  }

  fileprivate mutating func followGemmaScope() {
    architecture = .jumpReLU
    sparsityMode = .step
    l0Coefficient = 6e-4
    sparsityWarmUpSteps = min(10_000, steps / 5)
    (bandwidth, initialThreshold) = (0.001, 0.001)
    (inputScaling, center) = (.unitMeanSquare, .zero)
    subtractsDecoderBias = false
    adam = Adam(beta1: 0, beta2: 0.999, epsilon: 1e-8)
    learningRate = LearningRate(peak: 7e-5, warmUpSteps: min(1000, steps / 10))
  }
}

/// A thirty-second, a sixteenth, an eighth, a quarter and a half of all features, each added to
/// those before it.
func nestedWidths(of width: Int) -> [Int] {
  var (widths, sum): ([Int], Int) = ([], 0)
  for part in [32, 16, 8, 4] {
    sum += max(1, width / part)
    if sum < width { widths.append(sum) }
  }
  return widths + [width]
}
