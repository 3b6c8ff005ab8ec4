import Glibc
import Gradients
import Tensors

/// The rule of a gated autoencoder: gates *p* = x'W_enc + b_gate, magnitudes from the same weight.
///
///     first code  = [p > 0] · max(exp(r) · (p - b_gate) + b_mag, 0)
///     second code = max(p, 0)
///     penalty     = 1/batch · λ · Σ_b Σ_f max(p[b, f], 0) · ‖W_dec[f]‖
///
/// The second code's reconstruction trains the gates, through which the first passes no gradient.
/// The decoder learns from both, as in SAELens; in the paper it is frozen for the second.
///
/// Source: Rajamanoharan et al. 2024, <https://arxiv.org/abs/2404.16014>, section 3.2.
struct GatedRule: FeatureRule {
  static var codeCount: Int { 2 }

  let penalty: Float
  let norms: [Float]
  private let scales: [Float]
  private let gateBiases: [Float]
  private let biases: [Float]

  init(coefficient: Float, rows: Int, parameters: AutoencoderParameters) {
    penalty = coefficient / Float(rows)
    norms = parameters.decoderNorms
    scales = parameters.logScale.elements.map { exp($0) }
    gateBiases = parameters.encoderBias.elements
    biases = parameters.magnitudeBias.elements
  }

  func values(_ preActivation: Float, of feature: Int) -> (Float, Float) {
    guard !(preActivation <= 0) else { return (0, 0) }
    let magnitude = magnitude(preActivation, of: feature)
    return (magnitude <= 0 ? 0 : magnitude, preActivation)
  }

  func slope(
    _ preActivation: Float, of feature: Int, slopes: (Float, Float), rowSlope: Float,
    sums: inout FeatureSums
  ) -> Float {
    guard !(preActivation <= 0) else { return 0 }
    let gate = slopes.1 + penalty * norms[feature]
    let magnitude = magnitude(preActivation, of: feature) <= 0 ? 0 : slopes.0
    let scaled = scales[feature] * magnitude
    sums.gateBias += Double(gate)
    sums.magnitudeBias += Double(magnitude)
    sums.logScale += Double(scaled * (preActivation - gateBiases[feature]))
    sums.penalty += Double(penalty * norms[feature] * preActivation)
    sums.decoderNorm += Double(penalty * preActivation)
    sums.preActivation += Double(gate + scaled)
    return gate + scaled
  }

  private func magnitude(_ preActivation: Float, of feature: Int) -> Float {
    scales[feature] * (preActivation - gateBiases[feature]) + biases[feature]
  }
}
