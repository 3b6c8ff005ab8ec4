import Checkpoints
import Gradients
import Tensors
import TestSupport

@testable import Autoencoders

/// A training step that SAELens took, from `scripts/oracles/autoencoders_steps.py`.
struct TrainingGolden {
  /// Every file of `Tests/Goldens/Autoencoders/steps`.
  static let names = [
    "standard", "standard_uncentered", "topk", "topk_dead", "batchtopk", "batchtopk_dead",
    "matryoshka", "matryoshka_dead", "jumprelu_step", "jumprelu_tanh", "jumprelu_quadratic",
    "gated", "transcoder", "skip_transcoder",
  ]

  /// The features that count as dead where a file says so.
  static let dead = [3, 4, 9, 15, 18]

  let name: String
  private let file: SafetensorsFile

  init(_ name: String) throws {
    self.name = name
    file = try SafetensorsFile(path: goldenPath("Autoencoders/steps/\(name).safetensors"))
  }

  var rows: TrainingRows {
    get throws {
      let target = file.info("target") == nil ? nil : try matrix("target")
      return TrainingRows(try matrix("x"), target: target)
    }
  }

  /// A tensor as a matrix; nil where there is none of the name.
  func matrix(_ name: String) throws -> Matrix { try file.tensor(name).matrix }

  /// A loss; zero where SAELens has none of the name.
  func loss(_ name: String) throws -> Double {
    file.info("loss.\(name)") == nil ? 0 : Double(try matrix("loss.\(name)")[0, 0])
  }

  /// The sum of all losses.
  func total() throws -> Double {
    try [
      "mse_loss", "l1_loss", "l0_loss", "pre_act_loss", "auxiliary_reconstruction_loss",
      "inner_mse_loss_4", "inner_mse_loss_11",
    ].reduce(0) { $0 + (try loss($1)) }
  }

  /// Parameters by SAELens's names; `part` is `before`, `gradient` or `after`.
  func parameters(
    _ part: String, of configuration: TrainingConfiguration
  ) throws -> AutoencoderParameters {
    let (encoder, decoder) = (try matrix("\(part).W_enc"), try matrix("\(part).W_dec"))
    var parameters = AutoencoderParameters(
      configuration, inputWidth: encoder.rows, outputWidth: decoder.columns)
    parameters.encoder = encoder.transposed
    parameters.decoder = decoder
    parameters.decoderBias = try matrix("\(part).b_dec")
    let isGated = configuration.architecture == .gated
    parameters.encoderBias = try matrix(isGated ? "\(part).b_gate" : "\(part).b_enc")
    if isGated {
      parameters.magnitudeBias = try matrix("\(part).b_mag")
      parameters.logScale = try matrix("\(part).r_mag")
    }
    if configuration.architecture == .jumpReLU {
      parameters.threshold = try matrix("\(part).threshold")
    }
    if configuration.transcoder == .skip { parameters.skip = try matrix("\(part).W_skip") }
    return parameters
  }

  /// SAELens's configuration of the step, in our words.
  var configuration: TrainingConfiguration {
    let words = name.split(separator: "_").map(String.init)
    var configuration = TrainingConfiguration(
      width: 20, k: name.hasPrefix("batch") ? 2.5 : 3, steps: 10)
    configuration.learningRate = LearningRate(peak: 0.01)
    configuration.adam = Adam()
    configuration.unitNormDecoder = false
    configuration.inputScaling = .none
    configuration.auxiliaryCoefficient = name == "topk_dead" ? 0.5 : 1
    configuration.deadAfterRows = 100
    configuration.l1Coefficient = name.hasSuffix("transcoder") ? 0 : 0.7
    configuration.l0Coefficient = 0.6
    configuration.bandwidth = 0.4
    configuration.matryoshkaWidths = [4, 11, 20]
    configuration.architecture = TrainedArchitecture(rawValue: words[0]) ?? .standard
    if words[0] == "jumprelu" {
      configuration.sparsityMode = SparsityMode(rawValue: words[1]) ?? .step
      configuration.targetL0 = 4
      configuration.passesEstimateToInput = words[1] == "tanh"
      configuration.deadPullCoefficient = words[1] == "tanh" ? 0.2 : 0
    }
    if name.hasSuffix("transcoder") {
      configuration.transcoder = words[0] == "skip" ? .skip : .plain
    }
    configuration.subtractsDecoderBias =
      name != "standard_uncentered" && configuration.transcoder == .none
    return configuration
  }

  /// A trainer that is about to take the step, in the way that a density of features chooses.
  func trainer(density: Double = 1) throws -> AutoencoderTrainer {
    let configuration = configuration
    var trainer = AutoencoderTrainer(
      configuration: configuration, inputScale: .one, outputScale: .one,
      parameters: try parameters("before", of: configuration))
    trainer.progress.density = density
    if name.hasSuffix("dead") || name == "jumprelu_tanh" {
      trainer.activity = FeatureActivity(
        rowsSinceOn: (0..<20).map { Self.dead.contains($0) ? 100 : 0 })
    }
    return trainer
  }
}
