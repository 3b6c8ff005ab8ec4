import Gradients
import Testing

@testable import Autoencoders

@Suite struct TrainingConfigurationTests {
  @Test func takesValuesByName() throws {
    var configuration = TrainingConfiguration(width: 64, k: 4, steps: 10)
    for (name, text) in [
      ("architecture", "jumprelu"), ("learning-rate", "3e-4"), ("target-l0", "none"),
      ("matryoshka-widths", "4, 16,64"), ("sparsity-mode", "tanh"), ("decay", "cosine"),
      ("unit-norm-decoder", "false"), ("largest-gradient", "0.5"), ("weight-decay", "0.01"),
    ] { try configuration.set(name, to: text) }
    #expect(configuration.architecture == .jumpReLU && configuration.targetL0 == nil)
    #expect(configuration.learningRate.peak == 3e-4 && configuration.learningRate.decay == .cosine)
    #expect(configuration.matryoshkaWidths == [4, 16, 64] && !configuration.unitNormDecoder)
    #expect(configuration.largestGradient == 0.5 && configuration.adam.weightDecay == 0.01)
  }

  @Test(arguments: [
    ("widht", "4", "unknown key 'widht': did you mean 'width'?"),
    ("width", "many", "width: expected a whole number, found 'many'"),
    ("decay", "slow", "decay: expected one of constant, linear, cosine, found 'slow'"),
    ("target-l0", "few", "target-l0: expected a number or none, found 'few'"),
  ])
  func saysWhichValueIsWrong(name: String, text: String, message: String) {
    var configuration = TrainingConfiguration(width: 64, k: 4, steps: 10)
    let error = #expect(throws: AutoencoderError.self) { try configuration.set(name, to: text) }
    #expect(error?.code == .badConfiguration && error?.message == message)
  }

  @Test(arguments: TrainingPreset.allCases) func presetsMakeSense(preset: TrainingPreset) throws {
    let configuration = preset.configuration(width: 512, k: 16, steps: 1000)
    try configuration.validate(inputWidth: 32)
    #expect(configuration.width == 512 && configuration.steps == 1000)
  }

  @Test func presetsAreTheirSources() {
    func made(_ preset: TrainingPreset) -> TrainingConfiguration {
      preset.configuration(width: 16384, k: 32, steps: 1000)
    }
    let anthropic = made(.anthropic2024April)
    #expect(anthropic.architecture == .standard && anthropic.l1Coefficient == 5)
    #expect(anthropic.sparsityWarmUpSteps == 50 && anthropic.learningRate.decaySteps == 200)
    #expect(anthropic.decoderNorm == 0.1 && anthropic.weighsPenaltyByNorm)
    let openAI = made(.openAITopK)
    #expect(openAI.averageDecay == 0.999 && openAI.auxiliaryCoefficient == 1 / 32)
    #expect(openAI.learningRate.peak == 2e-4 && openAI.adam.epsilon == 6.25e-10)
    let gemma = made(.gemmaScope)
    #expect(gemma.architecture == .jumpReLU && gemma.adam.beta1 == 0 && gemma.bandwidth == 0.001)
    #expect(made(.saeLensDefault).learningRate == LearningRate(peak: 3e-4))
    #expect(made(.matryoshka).matryoshkaWidths == [512, 1536, 3584, 7680, 16384])
  }

  @Test(arguments: [
    ("k", "65"), ("k", "0"), ("k", "2.5"), ("steps", "0"), ("bandwidth", "0"),
    ("l1-coefficient", "-1"), ("target-l0", "100"), ("average-decay", "1"),
    ("dead-after-rows", "0"), ("learning-rate", "0"), ("decoder-norm", "-1"),
    ("resample-every-steps", "-1"), ("transcoder", "skip"),
  ])
  func refusesWhatMakesNoSense(name: String, text: String) throws {
    var configuration = TrainingConfiguration(width: 64, k: 4, steps: 10)
    try configuration.set(name, to: text)
    let error = #expect(throws: AutoencoderError.self) { try configuration.validate() }
    #expect(error?.code == .badConfiguration)
  }

  @Test func refusesWidthsThatDoNotAscend() {
    var configuration = TrainingConfiguration(architecture: .matryoshka, width: 64, k: 4, steps: 1)
    configuration.matryoshkaWidths = [16, 8, 64]
    #expect(throws: AutoencoderError.self) { try configuration.validate() }
    configuration = TrainingConfiguration(architecture: .standard, width: 64, k: 4, steps: 1)
    (configuration.weighsPenaltyByNorm, configuration.unitNormDecoder) = (false, false)
    #expect(throws: AutoencoderError.self) { try configuration.validate() }
  }
}
