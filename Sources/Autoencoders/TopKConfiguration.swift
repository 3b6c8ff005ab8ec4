public import Gradients

/// How a TopK autoencoder is trained.
public struct TopKConfiguration: Codable, Equatable, Sendable {
  /// Where the decoder's bias starts.
  public enum Center: String, Codable, Sendable, CaseIterable {
    case geometricMedian, mean, zero
  }

  /// How many features there are, dSAE.
  public var width: Int

  /// How many are on in a row.
  public var k: Int

  /// How many steps the run has.
  public var steps: Int

  /// The learning rate over the run.
  public var learningRate: LearningRate

  /// The optimizer.
  public var adam = Adam(beta1: 0.9, beta2: 0.999, epsilon: 6.25e-10)

  /// The weight of the loss that revives dead features; 0 for none.
  public var auxiliaryCoefficient: Float = 1 / 32

  /// How many dead features a row uses for it; nil for half of dIn.
  public var auxiliaryK: Int?

  /// After how many rows of silence a feature counts as dead.
  public var deadAfterRows = 200_000

  /// The largest norm of all gradients together, to which longer ones are cut; nil for no limit.
  ///
  /// Rows hundreds of times as long as the others, which language models have where attention
  /// rests, would otherwise slow Adam down for a thousand steps.
  public var largestGradient: Float? = 1

  /// Where the decoder's bias starts.
  public var center = Center.geometricMedian

  /// Whether activations are scaled to a mean norm of √dIn.
  public var scalesInput = true

  /// The seed of the first weights.
  public var seed: UInt64 = 0

  /// Makes a configuration with a learning rate that suits the width.
  ///
  /// The rate is 2e-4 at a width of 2^14 and falls with its root, as in Gao et al. 2024, section
  /// 2 and appendix A; the first twentieth of the run warms up, the last fifth decays. Runs of some
  /// hundred steps do better at three times that rate.
  public init(width: Int, k: Int, steps: Int) {
    self.width = width
    self.k = k
    self.steps = steps
    learningRate = LearningRate(
      peak: 2e-4 * (16384 / Float(max(width, 1))).squareRoot(),
      warmUpSteps: min(1000, steps / 20), decay: .linear, decaySteps: steps / 5)
  }

  /// Checks that the values make sense for activations of a width.
  func validate(inputWidth: Int) throws(AutoencoderError) {
    try require(width >= 1, "the width must be at least 1, found \(width)")
    try require(
      (1...width).contains(k), "k must be from 1 to the width \(width), found \(k)")
    try require(steps >= 1, "a run needs at least one step, found \(steps)")
    try require(
      learningRate.peak > 0 && learningRate.peak.isFinite,
      "the learning rate must be positive, found \(learningRate.peak)")
    try require(
      auxiliaryCoefficient >= 0 && auxiliaryCoefficient.isFinite,
      "the auxiliary coefficient must not be negative, found \(auxiliaryCoefficient)")
    try require(
      auxiliaryK ?? 1 >= 1, "the auxiliary k must be at least 1, found \(auxiliaryK ?? 1)")
    try require(
      (1...FeatureActivity.limit).contains(deadAfterRows),
      """
      a feature is dead after 1 to \(FeatureActivity.limit) rows of silence, \
      found \(deadAfterRows)
      """)
    try require(
      largestGradient ?? 1 > 0,
      "the largest gradient must be positive, found \(largestGradient ?? 1)")
    try require(inputWidth >= 1, "activations must have at least one column")
  }

  private func require(
    _ condition: Bool, _ message: @autoclosure () -> String
  ) throws(AutoencoderError) {
    if !condition { throw AutoencoderError(code: .badConfiguration, message: message()) }
  }
}
