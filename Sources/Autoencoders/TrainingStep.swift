/// What a step of training came to: one line of `metrics.jsonl`.
public struct TrainingStep: Codable, Equatable, Sendable {
  /// The step's number, counted from 1.
  public let step: Int

  /// How many rows were trained on, up to this step.
  public let rows: Int

  /// The loss: the mean over rows of the squared error of the scaled activations.
  public let loss: Double

  /// The loss that revives dead features, weighted; 0 while none is dead.
  public let auxiliaryLoss: Double

  /// The mean number of features on in a row.
  public let l0: Double

  /// The part of the batch's variance that is explained; nil where it has none.
  public let explainedVariance: Double?

  /// How many features count as dead.
  public let deadFeatures: Int

  /// The norm of all gradients, before it is cut.
  public let gradientNorm: Double

  /// The learning rate.
  public let learningRate: Float
}
