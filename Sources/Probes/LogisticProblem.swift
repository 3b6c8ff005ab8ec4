/// What a logistic regression minimizes, and the bound from below that certifies it.
///
///     P(w, b) = Σ_i a_i log(1 + exp(-y_i m_i)) + Σ_j λ₁ σ_j |w_j| + λ₂/2 · (σ_j w_j)²
///     m_i     = w · x_i + b
///     D(θ)    = Σ_i a_i H(θ_i) - Σ_j max(|u_j| - λ₁ σ_j, 0)² / (2 λ₂ σ_j²)
///     u_j     = Σ_i a_i y_i θ_i x_ij
///
/// *H* is the entropy in nats, θ in [0, 1] with Σ a_i y_i θ_i = 0; where λ₂ = 0 every |u_j| ≤ λ₁ σ_j.
/// A column's scale σ_j is 1, or its deviation where the problem is that of standardized columns; one
/// of scale 0 takes no part.
struct LogisticProblem: Sendable {
  let rows: PreparedRows
  let loss: LogisticLoss
  let l1: Double
  let l2: Double
  let columnScales: [Double]

  /// Whether coefficients cost anything.
  var isPenalized: Bool { l1 > 0 || l2 > 0 }

  /// What a coefficient of a column costs.
  func cost(_ coefficient: Double, column: Int) -> Double {
    let scaled = columnScales[column] * abs(coefficient)
    return l1 * scaled + l2 / 2 * scaled * scaled
  }

  /// The bound from below that doubts give, and by how much they were scaled to be feasible.
  ///
  /// Without a penalty no scale makes them feasible. The bound then holds for coefficients whose
  /// magnitudes add up to no more than `radius`: D(θ) - radius · max |u_j|.
  ///
  /// - Parameters:
  ///   - balanced: Doubts of which both classes have the same share.
  ///   - correlations: *u*, of the columns that are looked at.
  ///   - columns: Those columns.
  ///   - radius: What the magnitudes of the optimum's coefficients are trusted to add up to.
  /// - Returns: The bound and the scale.
  func bound(
    _ balanced: [Double], correlations: [Double], columns: [Int], radius: Double
  ) -> (value: Double, scale: Double) {
    if l2 > 0 { return (loss.entropy(balanced, scale: 1) - conjugate(correlations, columns), 1) }
    var (largest, steepest) = (0.0, 0.0)
    for (u, column) in zip(correlations, columns) where columnScales[column] > 0 {
      largest = max(largest, abs(u) / columnScales[column])
      steepest = max(steepest, abs(u))
    }
    guard l1 > 0 else { return (loss.entropy(balanced, scale: 1) - radius * steepest, 1) }
    let scale = largest > l1 ? l1 / largest : 1
    return (loss.entropy(balanced, scale: scale), scale)
  }

  private func conjugate(_ correlations: [Double], _ columns: [Int]) -> Double {
    var sum = 0.0
    for (u, column) in zip(correlations, columns) where columnScales[column] > 0 {
      let excess = max(abs(u) / columnScales[column] - l1, 0)
      sum += excess * excess / (2 * l2)
    }
    return sum
  }

  /// How far the optimum's residuals can lie from those of a feasible point.
  ///
  /// The dual is strongly concave in the residuals, with the modulus 4 / max a:
  ///
  ///     ‖r − r*‖² ≤ gap · max a / 2
  ///
  /// Source: Ndiaye, Fercoq, Gramfort, Salmon 2017, "Gap safe screening rules for sparsity
  /// enforcing penalties".
  func radius(gap: Double) -> Double {
    (max(gap, 0) * (loss.weights.max() ?? 0) / 2).squareRoot()
  }
}
