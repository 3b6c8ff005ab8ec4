import Gradients
public import Tensors

/// Trains a sparse autoencoder or transcoder, a batch at a time.
///
///     loss = mean_b ‖s·x[b] - x̂[b]‖² + what the architecture adds
///
/// *s* is the input scale. The weights after a step depend on the configuration, the sample and the
/// batches alone, not on the number of threads beyond what OpenBLAS's kernels do with it.
public struct AutoencoderTrainer: Sendable {
  /// How it trains.
  public let configuration: TrainingConfiguration

  /// The factor that activations are multiplied by.
  public let inputScale: InputScale

  /// The factor that a transcoder's targets are multiplied by; an autoencoder's is its input's.
  public let outputScale: InputScale

  /// How many steps were taken.
  public internal(set) var stepCount = 0

  /// How many rows were trained on.
  public internal(set) var rowCount = 0

  var parameters: AutoencoderParameters
  var moments: Moments
  /// The running mean of the parameters; nil where none is kept.
  var average: AutoencoderParameters?
  var activity: FeatureActivity
  var progress = Progress()

  /// The least value that BatchTopK kept in the last step: where to look for the next.
  ///
  /// It changes nothing but time, so it is no part of the state.
  var lastLeast: Float?

  /// What Adam remembers of every parameter.
  struct Moments: Sendable, Equatable {
    var first: AutoencoderParameters
    var second: AutoencoderParameters
  }

  /// Numbers that steps hand on to the next.
  struct Progress: Codable, Equatable, Sendable {
    /// BatchTopK's threshold for inference.
    var batchThreshold = 0.0

    /// The part of pre-activations that mattered in the last step.
    var density = 1.0

    /// What the controller of the number of features has made of the penalty's weight.
    var penaltyFactor = 1.0

    /// The loss, averaged over about a hundred steps.
    var smoothLoss = 0.0

    /// The numbers of the batches that were left out.
    var leftOut: [Int] = []
  }

  /// Starts from random directions around the middle of a sample.
  ///
  /// - Parameters:
  ///   - configuration: How to train.
  ///   - sample: Some thousand rows, drawn at random.
  /// - Throws: `AutoencoderError` for a configuration that makes no sense, and a sample that is
  ///   empty, constant or not finite.
  public init(
    configuration: TrainingConfiguration, sample: TrainingRows
  ) throws(AutoencoderError) {
    try configuration.validate(inputWidth: sample.input.columns)
    try validate(sample: sample.input)
    if let target = sample.target { try validate(sample: target) }
    inputScale = InputScale(configuration.inputScaling, of: sample.input)
    outputScale = InputScale(configuration.inputScaling, of: sample.target ?? sample.input)
    guard (sample.target != nil) == (configuration.transcoder != .none) else {
      throw AutoencoderError(
        code: .badConfiguration,
        message: "a transcoder needs the rows of an output site, an autoencoder none")
    }
    self.configuration = configuration
    var center = configuration.center.point(of: sample.target ?? sample.input)
    center.scale(by: outputScale.value)
    parameters = AutoencoderParameters(
      configuration, inputWidth: sample.input.columns, center: center)
    moments = Moments(first: parameters.zeros, second: parameters.zeros)
    average = configuration.averageDecay == nil ? nil : parameters
    activity = FeatureActivity(width: configuration.width)
  }

  /// Starts from a sample of the rows of one site.
  public init(configuration: TrainingConfiguration, sample: Matrix) throws(AutoencoderError) {
    try self.init(configuration: configuration, sample: TrainingRows(sample))
  }

  /// Takes up training with the given parameters; what it remembers is set afterwards.
  init(
    configuration: TrainingConfiguration, inputScale: InputScale, outputScale: InputScale,
    parameters: AutoencoderParameters
  ) {
    self.configuration = configuration
    self.inputScale = inputScale
    self.outputScale = outputScale
    self.parameters = parameters
    moments = Moments(first: parameters.zeros, second: parameters.zeros)
    average = configuration.averageDecay == nil ? nil : parameters
    activity = FeatureActivity(width: configuration.width)
  }

  /// The autoencoder as trained so far, for activations as they are.
  public var autoencoder: SparseAutoencoder {
    (average ?? parameters).folded(
      configuration, inputScale: inputScale.value, outputScale: outputScale.value,
      batchThreshold: Float(progress.batchThreshold))
  }

  /// Sets every feature's encoder bias: a training that is to begin with fewer features on.
  public mutating func setEncoderBias(_ bias: Float) {
    parameters.encoderBias = Matrix(
      row: [Float](repeating: bias, count: parameters.encoderBias.columns))
  }

  /// How many features count as dead.
  public var deadFeatureCount: Int { activity.dead(after: configuration.deadAfterRows).count }

  /// Whether all steps of the run were taken.
  public var isFinished: Bool { stepCount >= configuration.steps }

  /// The number of the batch that the next step is taken on: the step's, and one more for each batch
  /// before it that was left out.
  var nextBatch: Int { progress.leftOut.sorted().reduce(stepCount) { $1 <= $0 ? $0 + 1 : $0 } }

  /// The part of pre-activations that mattered in the last step; 1 before the first.
  var density: Double { progress.density }

  /// How many features of a row are on in the next step.
  var currentK: Float {
    guard let start = configuration.kStart, stepCount < configuration.kAnnealingSteps else {
      return configuration.k
    }
    let part = Float(stepCount) / Float(configuration.kAnnealingSteps)
    let k = start + part * (configuration.k - start)
    return configuration.architecture == .topK ? k.rounded() : k
  }

  /// The penalty's weight in the next step.
  var penaltyCoefficient: Float {
    let steps = configuration.sparsityWarmUpSteps
    let warmth = stepCount < steps ? Float(stepCount) / Float(steps) : 1
    let full =
      configuration.architecture == .jumpReLU
      ? configuration.l0Coefficient : configuration.l1Coefficient
    return warmth * full * Float(progress.penaltyFactor)
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

extension Center {
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
