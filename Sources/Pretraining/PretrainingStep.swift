/// What a step of training saw.
public struct PretrainingStep: Codable, Equatable, Sendable {
  /// The step's number, counted from 1.
  public let step: Int

  /// How many tokens have been foreseen up to and with it.
  public let tokens: Int

  /// The mean cross-entropy of the batch before the step, in nats.
  public let loss: Double

  /// The norm of the loss's gradient before it was limited.
  public let gradientNorm: Double

  /// The learning rate.
  public let learningRate: Float

  /// The mean cross-entropy of held-out text after the step; nil where it was not taken.
  public var heldOutLoss: Double?
}
