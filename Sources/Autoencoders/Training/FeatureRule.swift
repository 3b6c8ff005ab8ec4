/// What an architecture makes of one pre-activation, and what its losses say back.
///
/// The passes over dense blocks and over sparse codes share these few lines of arithmetic. A
/// feature has a value in each of `codeCount` codes, every one of which is decoded and compared
/// with the target; the loss is the sum of those errors and of the penalties.
protocol FeatureRule: Sendable {
  /// How many codes the features have values in: 1, or 2 for gated autoencoders.
  static var codeCount: Int { get }

  /// The value that a pre-activation has in the first and, where there is one, the second code.
  func values(_ preActivation: Float, of feature: Int) -> (Float, Float)

  /// The gradient of a pre-activation.
  ///
  /// - Parameters:
  ///   - preActivation: The pre-activation.
  ///   - feature: Whose it is.
  ///   - slopes: The gradients of its values from the errors of the decoded codes.
  ///   - rowSlope: The gradient of the number of features on in its row.
  ///   - sums: The feature's own sums, to which this entry is added.
  /// - Returns: The gradient.
  func slope(
    _ preActivation: Float, of feature: Int, slopes: (Float, Float), rowSlope: Float,
    sums: inout FeatureSums
  ) -> Float

  /// The penalty of a row with so many features on, and its gradient.
  func rowPenalty(onCount: Int) -> (value: Double, slope: Float)
}

extension FeatureRule {
  static var codeCount: Int { 1 }

  func rowPenalty(onCount: Int) -> (value: Double, slope: Float) { (0, 0) }
}

/// What the entries of one feature add up to over a batch.
struct FeatureSums: Sendable {
  /// The gradient of its pre-activations.
  var preActivation = 0.0

  /// The gradient of its encoder bias, where that is not the one above: a gated autoencoder's gate.
  var gateBias = 0.0

  /// The gradient of its threshold.
  var threshold = 0.0

  /// The gradients of its magnitude's bias and scale.
  var magnitudeBias = 0.0
  var logScale = 0.0

  /// The gradient of its decoder row's norm.
  var decoderNorm = 0.0

  /// Its part of the penalty.
  var penalty = 0.0

  /// Its part of the loss that pulls dead features up to their threshold.
  var revival = 0.0

  static func += (a: inout FeatureSums, b: FeatureSums) {
    a.preActivation += b.preActivation
    a.gateBias += b.gateBias
    a.threshold += b.threshold
    a.magnitudeBias += b.magnitudeBias
    a.logScale += b.logScale
    a.decoderNorm += b.decoderNorm
    a.penalty += b.penalty
    a.revival += b.revival
  }
}
