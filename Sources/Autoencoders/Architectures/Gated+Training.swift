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

extension GatedRule {
  func pullBack(
    _ tile: inout Matrix, of features: Range<Int>, slopes: [Matrix], rowSlopes: [Float],
    sums: inout [FeatureSums]
  ) {
    let none = ColumnSums(count: features.count)
    var (values, gateSums, magnitudeSums, logScaleSums) = (none, none, none, none)
    var gate = [Float](repeating: 0, count: features.count)
    var (magnitude, logScale) = (gate, gate)
    let (valueSlopes, gateSlopes) = (slopes[0], slopes[1])
    for row in 0..<tile.rows {
      values.addPositive(tile[row: row])
      fillGate(&gate, tile[row: row], gateSlopes[row: row], features)
      fillMagnitude(&magnitude, tile[row: row], valueSlopes[row: row], features)
      fillLogScale(&logScale, tile[row: row], magnitude.span, features)
      gateSums.add(gate.span)
      magnitudeSums.add(magnitude.span)
      logScaleSums.add(logScale.span)
      var target = tile[mutableRow: row]
      let scales = scales.span.extracting(features)
      for i in target.indices { target[i] = gate[i] + scales[i] * magnitude[i] }
    }
    for (i, feature) in features.enumerated() {
      let (gate, magnitude) = (gateSums.values[i], magnitudeSums.values[i])
      sums[i].gateBias += gate
      sums[i].magnitudeBias += magnitude
      sums[i].logScale += logScaleSums.values[i]
      sums[i].penalty += Double(penalty * norms[feature]) * values.values[i]
      sums[i].decoderNorm += Double(penalty) * values.values[i]
      sums[i].preActivation += gate + Double(scales[feature]) * magnitude
    }
  }

  /// The gradients that reach the gates of a row.
  private func fillGate(
    _ gate: inout [Float], _ row: Span<Float>, _ slopes: Span<Float>, _ features: Range<Int>
  ) {
    let norms = norms.span.extracting(features)
    var gate = gate.mutableSpan
    for i in gate.indices {
      let slope = slopes[i] + penalty * norms[i]
      gate[i] = row[i] <= 0 ? 0 : slope
    }
  }

  /// The gradients that reach the magnitudes of a row.
  private func fillMagnitude(
    _ magnitude: inout [Float], _ row: Span<Float>, _ slopes: Span<Float>, _ features: Range<Int>
  ) {
    let (scales, biases) = (scales.span.extracting(features), biases.span.extracting(features))
    let gateBiases = gateBiases.span.extracting(features)
    var magnitude = magnitude.mutableSpan
    for i in magnitude.indices {
      let (value, slope) = (row[i], slopes[i])
      let open = value <= 0 ? 0 : slope
      let height = scales[i] * (value - gateBiases[i]) + biases[i]
      magnitude[i] = height <= 0 ? 0 : open
    }
  }

  /// The gradients of the logarithms of a row's scales.
  private func fillLogScale(
    _ logScale: inout [Float], _ row: Span<Float>, _ magnitude: Span<Float>, _ features: Range<Int>
  ) {
    let (scales, biases) = (scales.span.extracting(features), gateBiases.span.extracting(features))
    var logScale = logScale.mutableSpan
    for i in logScale.indices { logScale[i] = scales[i] * magnitude[i] * (row[i] - biases[i]) }
  }
}
