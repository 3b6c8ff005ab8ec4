import Gradients
public import Tensors

/// Trains a TopK autoencoder, a batch at a time.
///
///     loss = mean_b ‖s·x[b] - x̂[b]‖² + α · mean_b ‖(s·x[b] - x̂[b]) - ê[b]‖²
///
/// *s* is the input scale, *ê* what the `auxiliaryK` strongest dead features make of the error.
/// Decoder rows keep norm 1. The weights after a step depend on the configuration, the sample and
/// the batches alone, not on the number of threads.
///
/// Source: Gao et al. 2024, <https://arxiv.org/abs/2406.04093>, section 2 and appendix A.
public struct TopKTrainer: Sendable {
  /// How it trains.
  public let configuration: TopKConfiguration

  /// The factor that activations are multiplied by.
  public let inputScale: InputScale

  /// How many steps were taken.
  public internal(set) var stepCount = 0

  /// How many rows were trained on.
  public internal(set) var rowCount = 0

  var parameters: AutoencoderParameters
  var moments: ParameterMoments
  var activity: FeatureActivity

  /// Starts from random directions around the middle of a sample.
  ///
  /// - Parameters:
  ///   - configuration: How to train.
  ///   - sample: Activations, shape `[row, dIn]`: some thousand rows, drawn at random.
  /// - Throws: `AutoencoderError` for a configuration that makes no sense, and a sample that is
  ///   empty, constant or not finite.
  public init(configuration: TopKConfiguration, sample: Matrix) throws(AutoencoderError) {
    try configuration.validate(inputWidth: sample.columns)
    try validate(sample: sample)
    self.configuration = configuration
    inputScale = configuration.scalesInput ? InputScale(of: sample) : .one
    var center = configuration.center.point(of: sample)
    center.scale(by: inputScale.value)
    parameters = AutoencoderParameters(
      width: configuration.width, center: center,
      random: SplittableRandom(seed: configuration.seed).split("decoder"))
    moments = ParameterMoments(of: parameters)
    activity = FeatureActivity(width: configuration.width)
  }

  /// Takes up training where it was left.
  init(
    configuration: TopKConfiguration, inputScale: InputScale, stepCount: Int, rowCount: Int,
    parameters: AutoencoderParameters, moments: ParameterMoments, activity: FeatureActivity
  ) {
    self.configuration = configuration
    self.inputScale = inputScale
    self.stepCount = stepCount
    self.rowCount = rowCount
    self.parameters = parameters
    self.moments = moments
    self.activity = activity
  }

  /// The autoencoder as trained so far, for activations as they are.
  public var autoencoder: SparseAutoencoder {
    parameters.folded(scale: inputScale.value, architecture: .topK(k: configuration.k))
  }

  /// How many features count as dead.
  public var deadFeatureCount: Int { activity.dead(after: configuration.deadAfterRows).count }

  /// Whether all steps of the run were taken.
  public var isFinished: Bool { stepCount >= configuration.steps }

  /// Takes a step.
  ///
  /// - Parameter batch: Activations, shape `[batch, dIn]`.
  /// - Returns: What the step came to.
  /// - Throws: `AutoencoderError` with code `.wrongWidth` for rows of another width, and
  ///   `.notFinite` when the loss or gradient is not finite: then nothing has changed.
  public mutating func step(_ batch: Matrix) throws(AutoencoderError) -> TrainingStep {
    guard batch.columns == parameters.decoder.columns && batch.rows > 0 else {
      throw AutoencoderError(
        code: .wrongWidth,
        message: """
          step \(stepCount + 1): expected rows of \(parameters.decoder.columns) numbers, \
          found [\(batch.rows), \(batch.columns)]
          """)
    }
    var pass = gradients(of: batch)
    pass.gradients.project(onto: parameters)
    let norm = pass.gradients.norm
    guard (pass.loss + pass.auxiliaryLoss).isFinite && norm.isFinite else {
      throw notFinite(pass, batch: batch)
    }
    if let limit = configuration.largestGradient, norm > Double(limit) {
      pass.gradients.scale(by: limit / Float(norm))
    }
    let rate = configuration.learningRate.rate(at: stepCount, of: configuration.steps)
    stepCount += 1
    rowCount += batch.rows
    moments.move(
      &parameters, by: pass.gradients, adam: configuration.adam, step: stepCount, rate: rate)
    activity.record(pass.code)
    return TrainingStep(
      step: stepCount, rows: rowCount, loss: pass.loss, auxiliaryLoss: pass.auxiliaryLoss,
      l0: pass.code.meanActiveCount,
      explainedVariance: pass.variance > 0 ? 1 - pass.loss / pass.variance : nil,
      deadFeatures: deadFeatureCount, gradientNorm: norm, learningRate: rate)
  }

  private func notFinite(_ pass: Pass, batch: Matrix) -> AutoencoderError {
    let bad = (0..<batch.rows).filter { !squaredNorm(batch[row: $0]).isFinite }
    let cause =
      bad.isEmpty
      ? "the batch is finite, so the learning rate may be too high"
      : "\(bad.count) rows of the batch are not finite, the first is row \(bad[0])"
    return AutoencoderError(
      code: .notFinite,
      message: "step \(stepCount + 1): the loss became \(pass.loss): \(cause)")
  }
}

private func validate(sample: Matrix) throws(AutoencoderError) {
  guard sample.rows >= 2 else {
    throw AutoencoderError(
      code: .tooLittleData, message: "training needs a sample of rows, found \(sample.rows)")
  }
  if let bad = (0..<sample.rows).first(where: { !squaredNorm(sample[row: $0]).isFinite }) {
    throw AutoencoderError(
      code: .notFinite, message: "row \(bad) of the sample has a number that is not finite")
  }
  let first = sample.rows(0..<1).elements
  let isConstant = (1..<sample.rows).allSatisfy { sample.rows($0..<$0 + 1).elements == first }
  if isConstant {
    throw AutoencoderError(
      code: .tooLittleData,
      message: "all \(sample.rows) rows of the sample are the same: is it the right site?")
  }
}

extension TopKConfiguration.Center {
  fileprivate func point(of sample: Matrix) -> Matrix {
    switch self {
    case .geometricMedian: return Autoencoders.geometricMedian(of: sample)
    case .zero: return Matrix(rows: 1, columns: sample.columns)
    case .mean:
      var mean = columnSums(of: sample)
      mean.scale(by: 1 / Float(sample.rows))
      return mean
    }
  }
}
