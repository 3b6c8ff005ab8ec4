import Gradients
import Tensors

/// The rule of a standard autoencoder: a ReLU, and a penalty on what is on.
///
///     penalty = 1/batch · λ · Σ_b Σ_f value[b, f] · ‖W_dec[f]‖
///
/// Without norm weighting each feature counts alike; the decoder's rows then must be held at a norm,
/// or the penalty would only make them grow.
///
/// Source: Bricken et al. 2023, <https://transformer-circuits.pub/2023/monosemantic-features>; the
/// weighted penalty is of Conerly et al. 2024,
/// <https://transformer-circuits.pub/2024/april-update#training-saes>.
struct StandardRule: FeatureRule {
  /// λ / batch.
  let penalty: Float

  /// The norm of each decoder row, or 1.
  let weights: [Float]

  /// Whether the penalty depends on the norms.
  let isWeighted: Bool

  init(coefficient: Float, rows: Int, norms: [Float], isWeighted: Bool) {
    penalty = coefficient / Float(rows)
    weights = isWeighted ? norms : [Float](repeating: 1, count: norms.count)
    self.isWeighted = isWeighted
  }

  func values(_ preActivation: Float, of feature: Int) -> (Float, Float) {
    (preActivation <= 0 ? 0 : preActivation, 0)
  }

  func slope(
    _ preActivation: Float, of feature: Int, slopes: (Float, Float), rowSlope: Float,
    sums: inout FeatureSums
  ) -> Float {
    guard !(preActivation <= 0) else { return 0 }
    let slope = slopes.0 + penalty * weights[feature]
    sums.preActivation += Double(slope)
    sums.penalty += Double(penalty * weights[feature] * preActivation)
    if isWeighted { sums.decoderNorm += Double(penalty * preActivation) }
    return slope
  }

  func pullBack(
    _ tile: inout Matrix, of features: Range<Int>, slopes: [Matrix], rowSlopes: [Float],
    sums: inout [FeatureSums]
  ) {
    let (valueSlopes, penalties) = (slopes[0], features.map { penalty * weights[$0] })
    var (values, gradients) = (
      ColumnSums(count: features.count), ColumnSums(count: features.count)
    )
    for row in 0..<tile.rows {
      values.addPositive(tile[row: row])
      var target = tile[mutableRow: row]
      let (slopes, penalties) = (valueSlopes[row: row], penalties.span)
      precondition(slopes.count == target.count && penalties.count == target.count)
      for i in target.indices {
        let (value, slope) = (target[i], slopes[i] + penalties[i])
        target[i] = value <= 0 ? 0 : slope
      }
      gradients.add(target.span)
    }
    for i in sums.indices {
      sums[i].preActivation += gradients.values[i]
      sums[i].penalty += Double(penalties[i]) * values.values[i]
      if isWeighted { sums[i].decoderNorm += Double(penalty) * values.values[i] }
    }
  }
}
