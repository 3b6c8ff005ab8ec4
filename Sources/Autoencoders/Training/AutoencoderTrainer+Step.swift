import Gradients
public import Tensors

extension AutoencoderTrainer {
  /// Takes a step.
  ///
  /// - Parameter rows: Activations, as wide as the sample that training started from.
  /// - Returns: What the step came to.
  /// - Throws: `AutoencoderError` with code `.wrongWidth` for rows of another width, and
  ///   `.notFinite` when the loss or gradient is not finite: then nothing has changed.
  public mutating func step(_ rows: TrainingRows) throws(AutoencoderError) -> TrainingStep {
    let batch = try scaled(rows)
    if parameters.threshold.columns > 0 { keepThresholdsPositive() }
    var pass = pass(of: batch)
    if configuration.unitNormDecoder { pass.gradients.project(onto: parameters) }
    let norm = pass.gradients.norm
    guard pass.losses.total.isFinite && norm.isFinite else {
      throw notFinite(pass.losses.total, rows: rows)
    }
    try refuseSpike(pass.losses.reconstruction)
    let rate = configuration.learningRate.rate(at: stepCount, of: configuration.steps)
    let penalty = penaltyCoefficient
    stepCount += 1
    rowCount += rows.count
    move(by: pass.gradients, norm: norm, rate: rate)
    note(pass, rows: rows.count)
    try resampleIfDue(batch)
    return report(pass, of: batch, norm: norm, rate: rate, penalty: penalty)
  }

  /// Takes a step on the rows of one site.
  public mutating func step(_ batch: Matrix) throws(AutoencoderError) -> TrainingStep {
    try step(TrainingRows(batch))
  }

  /// The rows as the parameters see them.
  func scaled(_ rows: TrainingRows) throws(AutoencoderError) -> ScaledBatch {
    let target = rows.target ?? rows.input
    guard
      rows.count > 0 && rows.input.columns == parameters.encoder.columns
        && target.columns == parameters.decoder.columns
        && (rows.target != nil) == (configuration.transcoder != .none)
    else {
      throw AutoencoderError(
        code: .wrongWidth,
        message: """
          step \(stepCount + 1): expected rows of \(parameters.encoder.columns) numbers and targets \
          of \(parameters.decoder.columns), found [\(rows.count), \(rows.input.columns)] and \
          \(target.columns)
          """)
    }
    var input = rows.input
    if inputScale.value != 1 { input.scale(by: inputScale.value) }
    guard var output = rows.target else { return ScaledBatch(input: input, target: input) }
    output.scale(by: outputScale.value)
    return ScaledBatch(input: input, target: output)
  }

  /// A threshold below zero would let negative pre-activations pass.
  private mutating func keepThresholdsPositive() {
    parameters.threshold.forEachRow { _, row in
      for i in row.indices { row[i] = max(row[i], 0) }
    }
  }

  /// Moves every parameter against its gradient, cut to the configured norm.
  private mutating func move(by gradients: AutoencoderGradients, norm: Double, rate: Float) {
    let limit = Double(configuration.largestGradient ?? .infinity)
    let scale = norm > limit ? Float(limit / norm) : 1
    let adam = configuration.adam
    for (_, path) in AutoencoderParameters.smallParts {
      adam.update(
        &parameters[keyPath: path], first: &moments.first[keyPath: path],
        second: &moments.second[keyPath: path], gradient: gradients.small[keyPath: path],
        scale: scale, step: stepCount, rate: rate)
    }
    adam.update(
      &parameters.encoder, first: &moments.first.encoder, second: &moments.second.encoder,
      gradient: gradients.encoder, scale: scale, step: stepCount, rate: rate)
    let isUnitNorm = configuration.unitNormDecoder
    adam.update(
      &parameters.decoder, first: &moments.first.decoder, second: &moments.second.decoder,
      gradient: gradients.decoder, scale: scale, step: stepCount, rate: rate
    ) { row in
      if isUnitNorm { normalize(&row) }
    }
    if let decay = configuration.averageDecay {
      average?.approach(parameters, part: 1 - decay)
    }
  }

  /// Refuses a loss that is many times those before it; the first steps may do as they like.
  private func refuseSpike(_ loss: Double) throws(AutoencoderError) {
    guard let factor = configuration.spikeFactor, stepCount >= 100,
      loss > factor * progress.smoothLoss
    else { return }
    throw AutoencoderError(
      code: .lossSpike,
      message: """
        step \(stepCount + 1): the loss jumped to \(loss) from \(progress.smoothLoss) before it
        """)
  }

  /// Takes note of what was on, and steers what steers sparsity.
  private mutating func note(_ pass: Pass, rows: Int) {
    activity.record(onCounts: pass.onCounts, rows: rows)
    let l0 = pass.meanOnCount(rows: rows)
    let share = max(0.01, 1 / Double(stepCount))
    progress.smoothLoss += share * (pass.losses.reconstruction - progress.smoothLoss)
    progress.density = pass.chosenDensity ?? l0 / Double(configuration.width)
    if let least = pass.leastKept, least > 0 {
      lastLeast = least
      let rate = configuration.thresholdRate
      progress.batchThreshold = (1 - rate) * progress.batchThreshold + rate * Double(least)
    }
    if let target = configuration.targetL0, configuration.steersPenalty,
      stepCount > configuration.sparsityWarmUpSteps
    {
      // A hundredth of the relative distance a step, at most one percent.
      let distance = max(-1, min(1, l0 / Double(target) - 1))
      progress.penaltyFactor *= 1 + 0.01 * distance
    }
  }

  private func report(
    _ pass: Pass, of batch: ScaledBatch, norm: Double, rate: Float, penalty: Float
  ) -> TrainingStep {
    let variance = variance(of: batch.target)
    let losses = pass.losses
    return TrainingStep(
      step: stepCount, rows: rowCount, loss: losses.reconstruction,
      innerLosses: losses.inner.isEmpty ? nil : losses.inner, sparsityLoss: losses.sparsity,
      auxiliaryLoss: losses.auxiliary,
      l0: pass.meanOnCount(rows: batch.input.rows),
      explainedVariance: variance > 0 ? 1 - losses.reconstruction / variance : nil,
      deadFeatures: deadFeatureCount, gradientNorm: norm, learningRate: rate,
      penaltyCoefficient: configuration.isPenalized ? penalty : nil)
  }

  private func notFinite(_ loss: Double, rows: TrainingRows) -> AutoencoderError {
    let input = rows.input
    let bad = (0..<input.rows).filter { !squaredNorm(input[row: $0]).isFinite }
    let cause =
      bad.isEmpty
      ? "the batch is finite, so the learning rate may be too high"
      : "\(bad.count) rows of the batch are not finite, the first is row \(bad[0])"
    return AutoencoderError(
      code: .notFinite, message: "step \(stepCount + 1): the loss became \(loss): \(cause)")
  }

  /// The mean over rows of the squared distance to their mean.
  private func variance(of rows: Matrix) -> Double {
    let count = Double(rows.rows)
    return (squaredNorm(of: rows) - squaredNorm(of: columnSums(of: rows)) / count) / count
  }
}

extension TrainingConfiguration {
  /// Whether a penalty keeps features few.
  var isPenalized: Bool { [.standard, .gated, .jumpReLU].contains(architecture) }

  /// Whether a controller moves the penalty's weight towards a number of features on.
  var steersPenalty: Bool {
    isPenalized && !(architecture == .jumpReLU && sparsityMode == .quadratic)
  }
}
