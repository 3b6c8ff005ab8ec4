import Gradients
import Tensors
import TestSupport
import Testing

@testable import Autoencoders

@Suite struct ArchitectureTrainingTests {
  private let mixture = SparseMixture(directions: 16, in: 12, active: 2, seed: 1)

  private func configuration(
    _ architecture: TrainedArchitecture, steps: Int = 250
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration(
      architecture: architecture, width: 24, k: 2, steps: steps)
    configuration.learningRate = LearningRate(peak: 1e-2, decay: .linear, decaySteps: steps / 2)
    configuration.deadAfterRows = 2000
    configuration.l1Coefficient = 0.6
    configuration.l0Coefficient = 0.15
    configuration.bandwidth = 0.5
    configuration.initialThreshold = 0.5
    return configuration
  }

  @Test(arguments: TrainedArchitecture.allCases)
  func findsTheDirections(architecture: TrainedArchitecture) throws {
    let sample = mixture.rows(500, seed: 2, offset: 1)
    var trainer = try AutoencoderTrainer(
      configuration: configuration(architecture), sample: sample)
    for step in 0..<250 {
      _ = try trainer.step(mixture.rows(64, seed: 100 + UInt64(step), offset: 1))
    }
    let autoencoder = trainer.autoencoder
    #expect(mixture.recovery(by: autoencoder.decoderWeight) > 0.85)
    let heldOut = mixture.rows(200, seed: 3, offset: 1)
    var batches = [heldOut]
    let evaluation = try autoencoder.evaluated(center: mean(of: heldOut)) { batches.popLast() }
    #expect(evaluation.explainedVariance.global > 0.7)
    #expect(evaluation.l0 < 8)
  }

  @Test(arguments: TrainedArchitecture.allCases)
  func doesNotDependOnTheWayOfThePass(architecture: TrainedArchitecture) throws {
    var dense = try AutoencoderTrainer(
      configuration: configuration(architecture), sample: mixture.rows(64, seed: 4))
    var sparse = dense
    sparse.progress.density = 0
    let rows = mixture.rows(200, seed: 5)
    _ = try dense.step(rows)
    _ = try sparse.step(rows)
    for (_, path) in AutoencoderParameters.parts {
      let (a, b) = (dense.parameters[keyPath: path], sparse.parameters[keyPath: path])
      #expect(a.count == 0 || relativeDifference(a, b) < 1e-3)
    }
  }

  @Test(arguments: [TranscoderKind.plain, .skip])
  func transcodersLearnAnotherSite(kind: TranscoderKind) throws {
    var configuration = configuration(.topK, steps: 150)
    configuration.transcoder = kind
    configuration.subtractsDecoderBias = false
    let map = normalMatrix(rows: 12, columns: 7, seed: 9)
    func rows(_ seed: UInt64) -> TrainingRows {
      let input = mixture.rows(128, seed: seed)
      return TrainingRows(input, target: Matrix.product(input, map))
    }
    var trainer = try AutoencoderTrainer(configuration: configuration, sample: rows(1))
    for step in 0..<150 { _ = try trainer.step(rows(100 + UInt64(step))) }
    let test = rows(2)
    let made = trainer.autoencoder.reconstruct(test.input).reconstruction
    let target = try #require(test.target)
    var statistics = ReconstructionStatistics(width: 0, center: mean(of: target))
    statistics.add(target, code: nil, reconstruction: made)
    #expect(statistics.evaluation.explainedVariance.global > 0.7)
  }

  @Test func theControllerReachesItsNumberOfFeatures() throws {
    var configuration = configuration(.standard, steps: 400)
    configuration.targetL0 = 3
    configuration.learningRate = LearningRate(peak: 5e-3)
    var trainer = try AutoencoderTrainer(
      configuration: configuration, sample: mixture.rows(200, seed: 2))
    var last = 0.0
    for step in 0..<400 { last = try trainer.step(mixture.rows(64, seed: UInt64(step))).l0 }
    #expect(abs(last - 3) < 1)
  }

  @Test func resamplingBringsDeadFeaturesBack() throws {
    var configuration = configuration(.standard, steps: 60)
    configuration.deadAfterRows = 300
    func deadAfterTraining(resampling: Int) throws -> Int {
      configuration.resampleEverySteps = resampling
      var trainer = try AutoencoderTrainer(
        configuration: configuration, sample: mixture.rows(100, seed: 2))
      for feature in 0..<12 { trainer.parameters.encoderBias[0, feature] = -40 }
      for step in 0..<60 { _ = try trainer.step(mixture.rows(50, seed: UInt64(step))) }
      return trainer.deadFeatureCount
    }
    #expect(try deadAfterTraining(resampling: 0) >= 12)
    #expect(try deadAfterTraining(resampling: 20) < 6)
  }

  @Test func kIsAnnealed() throws {
    var configuration = configuration(.topK, steps: 20)
    (configuration.kStart, configuration.kAnnealingSteps) = (12, 10)
    var trainer = try AutoencoderTrainer(
      configuration: configuration, sample: mixture.rows(100, seed: 2))
    let counts = try (0..<12).map { try trainer.step(mixture.rows(50, seed: UInt64($0))).l0 }
    #expect(counts[0] > 6 && counts[11] <= 2)
  }

  @Test func keepsARunningMean() throws {
    var configuration = configuration(.topK, steps: 5)
    configuration.averageDecay = 0.5
    var trainer = try AutoencoderTrainer(
      configuration: configuration, sample: mixture.rows(100, seed: 2))
    var expected = trainer.parameters.encoderBias
    for step in 0..<5 {
      _ = try trainer.step(mixture.rows(50, seed: UInt64(step)))
      expected += trainer.parameters.encoderBias
      expected.scale(by: 0.5)
    }
    let average = try #require(trainer.average)
    #expect(relativeDifference(average.encoderBias, expected) < 1e-5)
    #expect(relativeDifference(trainer.autoencoder.encoderBias, expected) < 1e-5)
  }

  @Test func refusesALossThatJumps() throws {
    var configuration = configuration(.topK, steps: 200)
    configuration.spikeFactor = 10
    var trainer = try AutoencoderTrainer(
      configuration: configuration, sample: mixture.rows(100, seed: 2))
    for step in 0..<100 { _ = try trainer.step(mixture.rows(20, seed: UInt64(step))) }
    var huge = mixture.rows(20, seed: 1)
    huge.scale(by: 100)
    let error = #expect(throws: AutoencoderError.self) { try trainer.step(huge) }
    #expect(error?.code == .lossSpike && trainer.stepCount == 100)
  }
}
