import CNumerics
import Glibc

/// The loss of labelled rows as a function of their margins.
///
///     loss = Σ_i a_i log(1 + exp(-y_i (m_i + o_i)))
///
/// *y* is 1 or -1, *a* a row's weight and *o* its offset.
struct LogisticLoss: Sendable {
  let signs: [Double]
  let weights: [Double]
  let offsets: [Double]?

  var rowCount: Int { signs.count }

  /// The loss, and of every row the probability of the other class,
  /// θ_i = 1 / (1 + exp(y_i (m_i + o_i))).
  func value(_ margins: [Double]) -> (loss: Double, doubts: [Double]) {
    let margins = shifted(margins)
    var loss = 0.0
    let doubts = [Double](unsafeUninitializedCapacity: rowCount) { buffer, count in
      if let target = buffer.baseAddress {
        loss = thresher_logistic_loss(target, margins, signs, weights, 0, rowCount)
      }
      count = rowCount
    }
    return (loss, doubts)
  }

  /// a_i y_i θ_i, the negative slopes of the loss along the margins.
  func residuals(_ doubts: [Double]) -> [Double] {
    doubts.indices.map { weights[$0] * signs[$0] * doubts[$0] }
  }

  /// a_i θ_i (1 - θ_i), the loss's second derivatives along the margins, held above zero.
  func curvatures(_ doubts: [Double]) -> [Double] {
    doubts.indices.map { weights[$0] * max(doubts[$0] * (1 - doubts[$0]), 1e-12) }
  }

  /// The change of all margins alike that makes the residuals add up to zero; Newton's method,
  /// guarded by bisection.
  func interceptChange(_ margins: [Double]) -> Double {
    let margins = shifted(margins)
    var (low, high) = (-Double.infinity, Double.infinity)
    var change = 0.0
    for _ in 0..<100 {
      let (slope, size, curvature) = derivatives(margins, shift: change)
      guard abs(slope) > 1e-14 * size else { break }
      if slope > 0 { low = change } else { high = change }
      let newton = change + slope / curvature
      let next =
        newton > low && newton < high
        ? newton
        : low.isFinite && high.isFinite ? (low + high) / 2 : change + (slope > 0 ? 1 : -1)
      guard next != change else { break }
      change = next
    }
    return change
  }

  private func derivatives(
    _ margins: [Double], shift: Double
  ) -> (slope: Double, size: Double, curvature: Double) {
    let sums = [Double](unsafeUninitializedCapacity: 3) { buffer, count in
      if let target = buffer.baseAddress {
        thresher_shift_derivatives(target, margins, signs, weights, shift, rowCount)
      }
      count = 3
    }
    return (sums[0], sums[1], sums[2])
  }

  private func shifted(_ margins: [Double]) -> [Double] {
    guard let offsets else { return margins }
    return zip(margins, offsets).map { $0 + $1 }
  }

  /// Doubts of which both classes have the same share, as the intercept's optimum asks for.
  func balanced(_ doubts: [Double]) -> [Double] {
    var (negative, positive) = (0.0, 0.0)
    for i in doubts.indices {
      if signs[i] > 0 {
        positive += weights[i] * doubts[i]
      } else {
        negative += weights[i] * doubts[i]
      }
    }
    let least = min(negative, positive)
    return doubts.indices.map { doubts[$0] * least / (signs[$0] > 0 ? positive : negative) }
  }

  /// Σ a_i (H(θ_i) - y_i o_i θ_i) of scaled doubts, with the entropy *H* in nats.
  func entropy(_ doubts: [Double], scale: Double) -> Double {
    var sum = 0.0
    for i in doubts.indices where weights[i] > 0 {
      let theta = min(scale * doubts[i], 1)
      if theta > 0 { sum -= weights[i] * theta * log(theta) }
      if theta < 1 { sum -= weights[i] * (1 - theta) * log1p(-theta) }
      if let offsets { sum -= weights[i] * signs[i] * offsets[i] * theta }
    }
    return sum
  }
}
