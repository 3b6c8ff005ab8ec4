public import Gradients

/// How a language model is trained from scratch.
public struct PretrainingConfiguration: Codable, Equatable, Sendable {
  /// How many steps the optimizer takes.
  public var steps: Int

  /// How many sequences a step learns from.
  public var batchSequences = 32

  /// Into how many parts a batch is cut, which threads work on side by side.
  ///
  /// The gradient is the sum of the parts' in their order, so that it depends on this number, and
  /// not on how many threads there are.
  public var shards = 4

  /// The learning rate.
  public var learningRate: LearningRate

  /// The optimizer: GPT-3's AdamW, whose decay biases and normalizations are spared.
  ///
  /// Source: Brown et al. 2020, <https://arxiv.org/abs/2005.14165>, appendix B.
  public var optimizer = Adam(beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1)

  /// The largest norm that a step's gradient may have: a larger one is scaled down to it.
  public var gradientNormLimit: Float = 1

  /// Whether the unembedding is the embedding.
  public var isTied = true

  /// Where chance begins: for the first weights and the order of the text.
  public var seed: UInt64 = 0

  /// Makes the settings of a run: a warm-up over a fiftieth of the steps, then a cosine to zero.
  ///
  /// - Parameters:
  ///   - steps: How many steps the optimizer takes.
  ///   - peakRate: The learning rate at its highest.
  public init(steps: Int, peakRate: Float = 1e-3) {
    self.steps = steps
    let warmUp = max(1, steps / 50)
    learningRate = LearningRate(
      peak: peakRate, warmUpSteps: warmUp, decay: .cosine, decaySteps: max(1, steps - warmUp))
  }

  /// Throws what is wrong with the settings.
  func check() throws(PretrainingError) {
    for (name, value) in [("steps", steps), ("batch", batchSequences), ("shards", shards)]
    where value < 1 {
      throw PretrainingError(
        code: .badConfiguration, message: "\(name) \(value): expected at least 1")
    }
    let rates = [learningRate.peak, gradientNormLimit]
    guard rates.allSatisfy({ $0 > 0 && $0.isFinite }) && optimizer.weightDecay >= 0 else {
      throw PretrainingError(
        code: .badConfiguration,
        message: """
          learning rate \(learningRate.peak), gradient norm \(gradientNormLimit), weight decay \
          \(optimizer.weightDecay): expected positive numbers
          """)
    }
  }
}
