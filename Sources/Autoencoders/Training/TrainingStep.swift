/// What a step of training came to: one line of `metrics.jsonl`.
public struct TrainingStep: Codable, Equatable, Sendable {
  /// The step's number, counted from 1.
  public let step: Int

  /// How many rows were trained on, up to this step.
  public let rows: Int

  /// The mean over rows of the squared error of the scaled activations.
  public let loss: Double

  /// The same for the inner reconstructions of a Matryoshka autoencoder.
  public let innerLosses: [Double]?

  /// The penalty, weighted; 0 where the architecture has none.
  public let sparsityLoss: Double

  /// The loss that revives dead features or trains gates, weighted.
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

  /// The penalty's weight; nil where the architecture has none.
  public let penaltyCoefficient: Float?
}
