import Gradients
import Tensors
import TestSupport
import Testing

@testable import Autoencoders

@Suite struct AutoencoderTrainerTests {
  let mixture = SparseMixture(directions: 16, in: 12, active: 2, seed: 1)

  private func configuration(steps: Int = 300) -> TrainingConfiguration {
    var configuration = TrainingConfiguration(width: 24, k: 2, steps: steps)
    configuration.learningRate = LearningRate(
      peak: 1e-2, decay: .linear, decaySteps: steps / 2)
    configuration.deadAfterRows = 2000
    return configuration
  }

  @Test func findsTheDirectionsAndBeatsPrincipalComponents() throws {
    let sample = mixture.rows(500, seed: 2, offset: 3)
    var trainer = try AutoencoderTrainer(configuration: configuration(), sample: sample)
    for step in 0..<300 {
      _ = try trainer.step(mixture.rows(128, seed: 100 + UInt64(step), offset: 3))
    }
    #expect(trainer.isFinished)
    let autoencoder = trainer.autoencoder
    #expect(mixture.recovery(by: autoencoder.decoderWeight) > 0.9)
    let heldOut = mixture.rows(300, seed: 3, offset: 3)
    var batches = [heldOut]
    let evaluation = try autoencoder.evaluated(center: mean(of: heldOut)) {
      batches.popLast()
    }
    let linear = try rankKExplainedVariance(k: 2, of: heldOut, fittedTo: sample)
    #expect(evaluation.explainedVariance.global > 0.85)
    #expect(evaluation.explainedVariance.global > linear.global + 0.3)
    #expect(evaluation.l0 <= 2)
  }

  @Test func decoderRowsKeepNormOne() throws {
    var trainer = try AutoencoderTrainer(
      configuration: configuration(), sample: mixture.rows(64, seed: 5))
    for step in 0..<5 { _ = try trainer.step(mixture.rows(64, seed: UInt64(step))) }
    for row in 0..<24 {
      #expect(abs(squaredNorm(trainer.parameters.decoder[row: row]) - 1) < 1e-5)
    }
  }

  @Test func savedWeightsDoToRowsWhatTrainedOnesDoToScaledRows() throws {
    let sample = mixture.rows(200, seed: 6, offset: 5)
    var trainer = try AutoencoderTrainer(configuration: configuration(), sample: sample)
    let report = try trainer.step(sample)
    let again = trainer.pass(of: try trainer.scaled(TrainingRows(sample)))
    let (code, reconstruction) = trainer.autoencoder.reconstruct(sample)
    let onCounts = (0..<24).map { feature in
      Int32(code.indices.count { $0 == feature })
    }
    #expect(onCounts == again.onCounts)
    let error = meanSquaredError(reconstruction, target: sample).value
    let scale = Double(trainer.inputScale.value)
    let loss = again.losses.reconstruction
    #expect(abs(error * scale * scale - loss) < 1e-4 * loss)
    #expect(report.step == 1 && report.rows == 200)
  }

  @Test func revivesDeadFeatures() throws {
    var dying = configuration()
    dying.deadAfterRows = 100
    let sample = mixture.rows(100, seed: 7)
    func aliveAfterTraining(auxiliary: Float) throws -> Int {
      dying.auxiliaryCoefficient = auxiliary
      var trainer = try AutoencoderTrainer(configuration: dying, sample: sample)
      for feature in 0..<12 { trainer.parameters.encoderBias[0, feature] = -4 }
      for step in 0..<100 { _ = try trainer.step(mixture.rows(100, seed: 50 + UInt64(step))) }
      return 24 - trainer.deadFeatureCount
    }
    #expect(try aliveAfterTraining(auxiliary: 1) > aliveAfterTraining(auxiliary: 0))
  }

  @Test func doesNotDependOnTheNumberOfThreads() throws {
    let count = Threads.count
    defer { Threads.count = count }
    let parameters = try [1, 2].map { threads in
      Threads.count = threads
      var trainer = try AutoencoderTrainer(
        configuration: configuration(), sample: mixture.rows(64, seed: 8))
      for step in 0..<3 { _ = try trainer.step(mixture.rows(600, seed: UInt64(step))) }
      return trainer.parameters
    }
    #expect(parameters[0] == parameters[1])
  }

  @Test func cutsLongGradients() throws {
    var cut = configuration()
    cut.largestGradient = 1e-3
    var trainer = try AutoencoderTrainer(configuration: cut, sample: mixture.rows(64, seed: 9))
    let report = try trainer.step(mixture.rows(64, seed: 10))
    #expect(report.gradientNorm > 1e-3)
    let first = trainer.moments.first.encoder
    #expect(squaredNorm(of: first).squareRoot() <= 1.01e-4)
  }

  @Test func namesTheStepThatIsNotFinite() throws {
    var trainer = try AutoencoderTrainer(
      configuration: configuration(), sample: mixture.rows(64, seed: 1))
    _ = try trainer.step(mixture.rows(8, seed: 2))
    let before = trainer.parameters
    var batch = mixture.rows(8, seed: 3)
    batch[5, 2] = .nan
    let error = #expect(throws: AutoencoderError.self) { try trainer.step(batch) }
    #expect(error?.code == .notFinite)
    #expect(
      error?.description == """
        step 2: the loss became nan: 1 rows of the batch are not finite, the first is row 5
        """)
    #expect(trainer.parameters == before && trainer.stepCount == 1)
  }

  @Test func refusesWhatCannotBeTrained() {
    let good = mixture.rows(64, seed: 1)
    func code(_ configuration: TrainingConfiguration, _ sample: Matrix) -> AutoencoderError.Code? {
      #expect(throws: AutoencoderError.self) {
        try AutoencoderTrainer(configuration: configuration, sample: sample)
      }?.code
    }
    #expect(code(TrainingConfiguration(width: 8, k: 9, steps: 1), good) == .badConfiguration)
    #expect(code(TrainingConfiguration(width: 8, k: 0, steps: 1), good) == .badConfiguration)
    #expect(code(TrainingConfiguration(width: 8, k: 1, steps: 0), good) == .badConfiguration)
    let constant = Matrix(rows: 3, columns: 2, elements: [1, 2, 1, 2, 1, 2])
    #expect(code(configuration(), constant) == .tooLittleData)
    #expect(code(configuration(), Matrix(rows: 0, columns: 2)) == .tooLittleData)
    let infinite = Matrix(rows: 2, columns: 1, elements: [1, .infinity])
    #expect(code(configuration(), infinite) == .notFinite)
  }

  @Test func refusesRowsOfAnotherWidth() throws {
    var trainer = try AutoencoderTrainer(
      configuration: configuration(), sample: mixture.rows(64, seed: 1))
    let error = #expect(throws: AutoencoderError.self) {
      try trainer.step(Matrix(rows: 2, columns: 3))
    }
    #expect(error?.code == .wrongWidth)
  }
}
