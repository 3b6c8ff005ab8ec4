import Gradients
import Tensors

/// The rule of autoencoders that choose their features by rank: what is chosen has its
/// pre-activation as its value, and nothing is penalized.
///
/// Source: Gao et al. 2024, <https://arxiv.org/abs/2406.04093>, section 2.3.
struct ChosenRule: FeatureRule {
  func values(_ preActivation: Float, of feature: Int) -> (Float, Float) { (preActivation, 0) }

  func slope(
    _ preActivation: Float, of feature: Int, slopes: (Float, Float), rowSlope: Float,
    sums: inout FeatureSums
  ) -> Float {
    guard preActivation != 0 else { return 0 }
    sums.preActivation += Double(slopes.0)
    return slopes.0
  }
}

extension AutoencoderTrainer {
  /// The pass of a TopK autoencoder, whose rows each choose their own `k` features.
  func topKPass(_ batch: ScaledBatch) -> Pass {
    var pass = SparsePass(parameters: parameters, batch: batch, rule: ChosenRule())
    pass.revival = revival
    let input = pass.centered(subtractsDecoderBias: configuration.subtractsDecoderBias)
    var selectors: [any RowSelector] = [TopKSelector(k: Int(currentK), weights: rankWeights)]
    if let selector = revivalSelector(pass.revival) { selectors.append(selector) }
    let codes = sparseCodes(
      of: input, weight: parameters.encoder, transposing: .right, bias: parameters.encoderBias,
      selecting: selectors)
    return pass.run(
      codes[0], deadPreActivations: codes.count > 1 ? codes[1] : nil, input: input,
      subtractsDecoderBias: configuration.subtractsDecoderBias)
  }

  /// What features are multiplied by when they are ranked: their decoder rows' norms; nil where
  /// those are 1.
  var rankWeights: [Float]? {
    configuration.ranksByDecoderNorm ? parameters.decoderNorms : nil
  }

  /// How dead features are revived in this step; nil where none is dead.
  var revival: SparsePass<ChosenRule>.Revival? {
    guard configuration.auxiliaryCoefficient > 0 else { return nil }
    let dead = activity.dead(after: configuration.deadAfterRows)
    guard !dead.isEmpty else { return nil }
    let k = configuration.auxiliaryK ?? max(1, parameters.decoder.columns / 2)
    // Where fewer are dead than could be used, the loss counts for less, as in SAELens.
    let share = min(1, Float(dead.count) / Float(k))
    return .init(
      dead: dead, k: min(k, dead.count), weight: configuration.auxiliaryCoefficient * share)
  }

  /// Chooses the strongest dead features of a row, negative ones too: a feature that is off
  /// everywhere would never come back otherwise.
  func revivalSelector(_ revival: SparsePass<ChosenRule>.Revival?) -> (any RowSelector)? {
    revival.map {
      TopKSelector(k: $0.k, among: $0.dead, keepsNegative: true, weights: rankWeights)
    }
  }
}
