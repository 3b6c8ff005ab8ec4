import CNumerics
import Gradients
import Tensors

/// The rule of a JumpReLU autoencoder, whose thresholds are learned through a kernel.
///
///     value = h · [h > θ]
///     ∂value/∂θ = -θ/ε · rect((h - θ)/ε)      ∂[h > θ]/∂θ = -1/ε · rect((h - θ)/ε)
///
/// with rect(u) = [|u| < 1/2]: straight-through estimates of derivatives that are zero almost
/// everywhere. The penalty, times the coefficient over the batch, is for each row
///
/// - `step`: its number of features on, Σ_f [h > θ];
/// - `quadratic`: 2/T · (Σ_f [h > θ] - T)², for a target T;
/// - `tanh`: Σ_f tanh(c · value · ‖W_dec[f]‖).
///
/// Dead features, where asked, are pulled up by Σ_f max(θ - h, 0) · ‖W_dec[f]‖.
///
/// Sources: Rajamanoharan et al. 2024, <https://arxiv.org/abs/2407.14435>; the tanh and the pull of
/// dead features are of <https://transformer-circuits.pub/2025/january-update>.
struct JumpReLURule: FeatureRule {
  let thresholds: [Float]
  let norms: [Float]
  let isDead: [Bool]
  let bandwidth: Float
  let mode: SparsityMode
  /// The coefficient over the batch.
  let penalty: Float
  let targetL0: Float
  let tanhScale: Float
  /// Whether the kernel's estimate reaches the pre-activations too.
  let reachesInput: Bool
  /// The weight of the pull on dead features, over the batch.
  let pull: Float

  func values(_ preActivation: Float, of feature: Int) -> (Float, Float) {
    (preActivation <= thresholds[feature] ? 0 : preActivation, 0)
  }

  func rowPenalty(onCount: Int) -> (value: Double, slope: Float) {
    switch mode {
    case .tanh: return (0, 0)
    case .step: return (Double(penalty) * Double(onCount), penalty)
    case .quadratic:
      let excess = Float(onCount) - targetL0
      return (
        Double(penalty * 2 / targetL0) * Double(excess) * Double(excess),
        penalty * 4 / targetL0 * excess
      )
    }
  }

  func slope(
    _ preActivation: Float, of feature: Int, slopes: (Float, Float), rowSlope: Float,
    sums: inout FeatureSums
  ) -> Float {
    let threshold = thresholds[feature]
    let isOn = !(preActivation <= threshold)
    let valueSlope = slopes.0 + saturating(isOn ? preActivation : 0, feature, &sums)
    var slope = isOn ? valueSlope : 0
    if abs(preActivation - threshold) / bandwidth < 0.5 {
      let estimate = (threshold * valueSlope + rowSlope) / bandwidth
      sums.threshold -= Double(estimate)
      if reachesInput { slope += estimate }
    }
    if isDead[feature] && preActivation < threshold && pull > 0 {
      let weight = pull * norms[feature]
      sums.revival += Double(weight * (threshold - preActivation))
      sums.threshold += Double(weight)
      sums.decoderNorm += Double(pull * (threshold - preActivation))
      slope -= weight
    }
    sums.preActivation += Double(slope)
    return slope
  }

  /// Adds the saturating penalty of a value, and returns its slope.
  private func saturating(_ value: Float, _ feature: Int, _ sums: inout FeatureSums) -> Float {
    guard mode == .tanh else { return 0 }
    let height = thresher_tanh(tanhScale * value * norms[feature])
    let steepness = penalty * tanhScale * (1 - height * height)
    sums.penalty += Double(penalty * height)
    sums.decoderNorm += Double(steepness * value)
    return steepness * norms[feature]
  }
}

extension JumpReLURule {
  func pullBack(
    _ tile: inout Matrix, of features: Range<Int>, slopes: [Matrix], rowSlopes: [Float],
    sums: inout [FeatureSums]
  ) {
    guard mode != .tanh && pull == 0 else {
      return pullBackEach(&tile, of: features, slopes: slopes, rowSlopes: rowSlopes, sums: &sums)
    }
    var gradients = ColumnSums(count: features.count)
    var estimates = gradients
    var estimate = [Float](repeating: 0, count: features.count)
    let thresholds = thresholds.span.extracting(features)
    let (valueSlopes, part): (Matrix, Float) = (slopes[0], reachesInput ? 1 : 0)
    for row in 0..<tile.rows {
      let slopes = valueSlopes[row: row]
      fillEstimate(
        &estimate, tile[row: row], slopes, rowSlope: rowSlopes[row], thresholds: thresholds)
      var target = tile[mutableRow: row]
      for i in target.indices {
        let slope = slopes[i]
        target[i] = (target[i] <= thresholds[i] ? 0 : slope) + part * estimate[i]
      }
      estimates.add(estimate.span)
      gradients.add(target.span)
    }
    for i in sums.indices {
      sums[i].threshold -= estimates.values[i]
      sums[i].preActivation += gradients.values[i]
    }
  }

  /// What the kernel lets through of a row: the gradients of its thresholds, negated.
  private func fillEstimate(
    _ estimate: inout [Float], _ row: Span<Float>, _ slopes: Span<Float>, rowSlope: Float,
    thresholds: Span<Float>
  ) {
    var estimate = estimate.mutableSpan
    for i in estimate.indices {
      let (distance, threshold) = (row[i] - thresholds[i], thresholds[i])
      let height = (threshold * slopes[i] + rowSlope) / bandwidth
      estimate[i] = abs(distance) / bandwidth < 0.5 ? height : 0
    }
  }
}

/// Chooses the pre-activations that a JumpReLU autoencoder's losses depend on: those above the lower
/// edge of the kernel around their threshold, and all of features that are pulled up.
struct JumpReLUBandSelector: RowSelector {
  let edges: [Float]

  init(_ rule: JumpReLURule) {
    edges = rule.thresholds.indices.map { feature in
      rule.isDead[feature] && rule.pull > 0
        ? -.infinity : rule.thresholds[feature] - rule.bandwidth / 2
    }
  }

  mutating func select(_ preActivations: Span<Float>, into code: inout SparseCode) {
    for i in preActivations.indices where !(preActivations[i] <= edges[i]) {
      code.append(feature: Int32(i), value: preActivations[i])
    }
  }
}

extension JumpReLUBandSelector: TiledSelector {
  /// A little below the edges: rounding must not leave out what lies on one, and what is chosen in
  /// vain has no gradient.
  func tiling(bias: Matrix) -> Tiling? {
    let shifts = edges.indices.map { feature in
      let (bias, edge) = (bias[0, feature], edges[feature])
      return bias - edge + 1e-6 * (abs(bias) + abs(edge))
    }
    return Tiling(shift: Matrix(row: shifts), bound: 0, k: nil)
  }
}
