import Gradients

extension TrainingConfiguration {
  /// Checks that the values make sense, for activations of a width where one is given.
  ///
  /// - Throws: `AutoencoderError` with code `.badConfiguration` that says which value was wrong.
  public func validate(inputWidth: Int = 1) throws(AutoencoderError) {
    try require(inputWidth >= 1, "activations must have at least one column")
    try require(width >= 1, "the width must be at least 1, found \(width)")
    try require(steps >= 1, "a run needs at least one step, found \(steps)")
    try validateSparsity()
    try validateOptimizer()
    try validateDeadFeatures()
    try require(
      transcoder == .none || !subtractsDecoderBias,
      "a transcoder's decoder bias belongs to another site: it cannot be taken off the input")
    try require(
      transcoder == .none || foldsInputScale,
      "a transcoder has a factor for each of its two sites: they can only be folded in on saving")
  }

  private func validateSparsity() throws(AutoencoderError) {
    if [.topK, .batchTopK, .matryoshka].contains(architecture) {
      for k in [k, kStart ?? k] {
        try require(
          k >= 1 && k <= Float(width), "k must be from 1 to the width \(width), found \(k)")
      }
      try require(
        architecture != .topK || k == k.rounded(), "TopK's k must be a whole number, found \(k)")
    }
    if architecture == .matryoshka {
      let widths = matryoshkaWidths
      try require(
        !widths.isEmpty && widths.allSatisfy { $0 >= 1 && $0 <= width }
          && zip(widths, widths.dropFirst()).allSatisfy { $0 < $1 },
        "Matryoshka's widths must ascend from 1 to the width \(width), found \(widths)")
    }
    for (name, value) in [
      ("l1-coefficient", l1Coefficient), ("l0-coefficient", l0Coefficient),
      ("dead-pull-coefficient", deadPullCoefficient),
      ("auxiliary-coefficient", auxiliaryCoefficient), ("initial-threshold", initialThreshold),
    ] {
      try require(value >= 0 && value.isFinite, "\(name) must not be negative, found \(value)")
    }
    try require(bandwidth > 0, "the bandwidth must be positive, found \(bandwidth)")
    try require(
      targetL0.map { $0 > 0 && $0 <= Float(width) } ?? (sparsityMode != .quadratic),
      """
      target-l0 must be above 0 and at most the width \(width), \
      found \(targetL0.map { "\($0)" } ?? "none")
      """)
    try require(
      architecture != .standard || weighsPenaltyByNorm || unitNormDecoder,
      "a penalty without the decoder's norms needs a unit-norm decoder, or its rows would grow")
  }

  private func validateOptimizer() throws(AutoencoderError) {
    try require(
      learningRate.peak > 0 && learningRate.peak.isFinite,
      "the learning rate must be positive, found \(learningRate.peak)")
    try require(
      decoderNorm > 0 && decoderNorm.isFinite,
      "the decoder's norm must be positive, found \(decoderNorm)")
    try require(
      largestGradient ?? 1 > 0,
      "the largest gradient must be positive, found \(largestGradient ?? 1)")
    try require(
      averageDecay.map { $0 > 0 && $0 < 1 } ?? true,
      "the average's decay must be between 0 and 1, found \(averageDecay ?? 0)")
  }

  private func validateDeadFeatures() throws(AutoencoderError) {
    try require(
      auxiliaryK ?? 1 >= 1, "the auxiliary k must be at least 1, found \(auxiliaryK ?? 1)")
    try require(
      (1...FeatureActivity.limit).contains(deadAfterRows),
      """
      a feature is dead after 1 to \(FeatureActivity.limit) rows of silence, \
      found \(deadAfterRows)
      """)
    try require(
      resampleEverySteps >= 0,
      "resampling happens every so many steps or (0) never, found \(resampleEverySteps)")
  }

  private func require(
    _ condition: Bool, _ message: @autoclosure () -> String
  ) throws(AutoencoderError) {
    if !condition { throw AutoencoderError(code: .badConfiguration, message: message()) }
  }
}
