import Glibc
import Tensors

/// What a logistic regression minimizes, and the bound from below that certifies it.
///
///     P(w, b) = Σ_i a_i log(1 + exp(-y_i m_i)) + Σ_j ρ σ_j |w_j| + (1 - ρ)/2 · (σ_j w_j)²
///     m_i     = w · x_i + b
///     D(θ)    = Σ_i a_i H(θ_i) - Σ_j max(|u_j| - ρ σ_j, 0)² / (2 (1 - ρ) σ_j²)
///     u_j     = Σ_i a_i y_i θ_i x_ij
///
/// *H* is the entropy in nats, θ in [0, 1] with Σ a_i y_i θ_i = 0; of ρ = 1 every |u_j| ≤ σ_j. A
/// column's scale σ_j is 1, or its deviation where the problem is that of standardized columns; one
/// of scale 0 takes no part.
struct LogisticProblem: Sendable {
  let x: Matrix
  let signs: [Double]
  let weights: [Double]
  let l1Ratio: Double
  let columnScales: [Double]

  init(x: Matrix, labels: [Bool], weights: [Double], l1Ratio: Double, columnScales: [Double]) {
    self.x = x
    signs = labels.map { $0 ? 1 : -1 }
    self.weights = weights
    self.l1Ratio = l1Ratio
    self.columnScales = columnScales
  }

  /// Σ_i a_i log(1 + exp(-y_i m_i)).
  func loss(_ margins: [Double]) -> Double {
    var sum = 0.0
    for i in margins.indices {
      let z = -signs[i] * margins[i]
      sum += weights[i] * (max(z, 0) + log1p(exp(-abs(z))))
    }
    return sum
  }

  /// What a coefficient of a column costs.
  func cost(_ coefficient: Double, column: Int) -> Double {
    let scaled = columnScales[column] * abs(coefficient)
    return l1Ratio * scaled + (1 - l1Ratio) / 2 * scaled * scaled
  }

  /// θ_i = 1 / (1 + exp(y_i m_i)): the probability of the other class.
  func doubts(_ margins: [Double]) -> [Double] {
    margins.indices.map { 1 / (1 + exp(signs[$0] * margins[$0])) }
  }

  /// a_i y_i θ_i, the negative slopes of the loss along the margins.
  func residuals(_ doubts: [Double]) -> [Double] {
    doubts.indices.map { weights[$0] * signs[$0] * doubts[$0] }
  }

  /// a_i θ_i (1 - θ_i), the loss's second derivatives along the margins, held above zero.
  func curvatures(_ doubts: [Double]) -> [Double] {
    doubts.indices.map { weights[$0] * max(doubts[$0] * (1 - doubts[$0]), 1e-12) }
  }

  /// The intercept's change that makes the residuals add up to zero; Newton's method, guarded by
  /// bisection.
  func interceptChange(_ margins: [Double]) -> Double {
    var (low, high) = (-Double.infinity, Double.infinity)
    var change = 0.0
    for _ in 0..<100 {
      var (slope, curvature, size) = (0.0, 0.0, 0.0)
      for i in margins.indices {
        let doubt = 1 / (1 + exp(signs[i] * (margins[i] + change)))
        slope += weights[i] * signs[i] * doubt
        size += weights[i] * doubt
        curvature += weights[i] * doubt * (1 - doubt)
      }
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

  /// The largest bound from below that the doubts of a point give, and u at that point.
  func dual(_ doubts: [Double]) -> (bound: Double, correlations: [Double]) {
    let balanced = balanced(doubts)
    let correlations = weightedColumnSums(of: x, weights: residuals(balanced))
    guard l1Ratio == 1 else {
      return (entropy(balanced, scale: 1) - conjugate(correlations), correlations)
    }
    var scale = 1.0
    for (u, sigma) in zip(correlations, columnScales) where sigma > 0 && abs(u) > sigma {
      scale = min(scale, sigma / abs(u))
    }
    return (entropy(balanced, scale: scale), correlations)
  }

  /// Doubts of which both classes have the same share, as the intercept's optimum asks for.
  private func balanced(_ doubts: [Double]) -> [Double] {
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

  private func entropy(_ doubts: [Double], scale: Double) -> Double {
    var sum = 0.0
    for i in doubts.indices {
      let theta = min(scale * doubts[i], 1)
      if theta > 0 { sum -= weights[i] * theta * log(theta) }
      if theta < 1 { sum -= weights[i] * (1 - theta) * log1p(-theta) }
    }
    return sum
  }

  private func conjugate(_ correlations: [Double]) -> Double {
    var sum = 0.0
    for (u, sigma) in zip(correlations, columnScales) where sigma > 0 {
      let excess = max(abs(u) / sigma - l1Ratio, 0)
      sum += excess * excess / (2 * (1 - l1Ratio))
    }
    return sum
  }
}
