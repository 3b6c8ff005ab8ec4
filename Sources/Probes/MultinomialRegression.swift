import Glibc

/// A logistic regression for more than two classes, certified like one for two.
///
///     minimize  C · Σ_i s_i (log Σ_k exp(m_ik) - m_i,class(i)) + Σ_jk λ₁ |w_jk| + λ₂/2 · w_jk²
///     m_ik    = w_k · x_i + b_k
///
/// One class after the other is fitted with the rest held, each a regression of two classes with an
/// offset per row, until the duality gap closes. This is scikit-learn's multinomial objective.
public struct MultinomialRegression: Sendable {
  /// The penalty, C, and how columns are scaled; class weights other than `equal` are not taken.
  public var regression: LogisticRegression

  /// The most rounds over all classes.
  public var maximumRounds = 200

  /// Makes a regression.
  public init(_ regression: LogisticRegression) { self.regression = regression }

  /// Fits coefficients to rows of several classes.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - classes: The class of each row, from 0 on.
  ///   - classCount: How many classes there are; each has rows.
  /// - Returns: The optimum, or where the last round led.
  /// - Throws: `ProbeError` with code `.badLabels` for classes without rows or fewer than two, and
  ///   what `LogisticRegression.fit` throws.
  public func fit(
    _ rows: PreparedRows, classes: [Int], classCount: Int
  ) throws(ProbeError) -> MultinomialFit {
    try requireClasses(classes, classCount, rowCount: rows.rowCount)
    var state = MultinomialState(rows: rows, classes: classes, classCount: classCount)
    var gap = Double.infinity
    var objective = Double.infinity
    var rounds = 0
    while true {
      (objective, gap) = try state.certificate(regression)
      if gap <= regression.tolerance * objective || rounds == maximumRounds { break }
      var step = regression
      step.classWeights = .equal
      step.tolerance = min(1e-3, max(0.01 * gap / objective, 0.01 * regression.tolerance))
      for k in 0..<classCount { try state.improve(k, by: step) }
      rounds += 1
    }
    return MultinomialFit(
      coefficients: state.fits.map(\.coefficients), intercepts: state.fits.map(\.intercept),
      objective: objective, dualityGap: gap, iterations: rounds,
      converged: gap <= regression.tolerance * objective)
  }

  private func requireClasses(
    _ classes: [Int], _ classCount: Int, rowCount: Int
  ) throws(ProbeError) {
    guard classes.count == rowCount else {
      throw ProbeError(
        code: .wrongShape,
        message: "expected one class for each of \(rowCount) rows, found \(classes.count)")
    }
    guard classCount >= 2 && rowCount >= classCount else {
      throw ProbeError(
        code: .badLabels,
        message: "expected at least two classes and no fewer rows, found \(classCount) classes "
          + "of \(rowCount) rows")
    }
    guard classes.allSatisfy({ (0..<classCount).contains($0) }) else {
      throw ProbeError(code: .badLabels, message: "classes are numbers from 0 to \(classCount - 1)")
    }
    for k in 0..<classCount where !classes.contains(k) {
      throw ProbeError(code: .badLabels, message: "class \(k) has no rows: leave it out")
    }
  }
}

/// The optimum of a multinomial regression, or where the last round led.
public struct MultinomialFit: Equatable, Sendable {
  /// The coefficients of each class.
  public let coefficients: [[Double]]

  /// The intercept of each class.
  public let intercepts: [Double]

  /// The value that was minimized.
  public let objective: Double

  /// How far at most the objective lies above its minimum.
  public let dualityGap: Double

  /// How many rounds over all classes were taken.
  public let iterations: Int

  /// Whether the gap fell below the tolerance.
  public let converged: Bool

  /// The likeliest class of each row; of equals the first.
  ///
  /// - Parameter rows: The rows.
  /// - Returns: The classes.
  /// - Throws: `ProbeError` for rows of another width, or whatever reading them throws.
  public func classes(_ rows: any DesignMatrix) throws(ProbeError) -> [Int] {
    var best = [Float](repeating: -.infinity, count: rows.rowCount)
    var result = [Int](repeating: 0, count: rows.rowCount)
    for (k, coefficients) in coefficients.enumerated() {
      let fit = LogisticFit(
        coefficients: coefficients, intercept: intercepts[k], objective: 0, dualityGap: 0,
        iterations: 0, converged: true)
      for (row, decision) in try fit.decisions(rows).enumerated() where decision > best[row] {
        (best[row], result[row]) = (decision, k)
      }
    }
    return result
  }
}

/// The fits of all classes and the margins that they give.
private struct MultinomialState {
  let rows: PreparedRows
  let classes: [Int]
  private(set) var fits: [LogisticFit]
  private var margins: [[Double]]

  init(rows: PreparedRows, classes: [Int], classCount: Int) {
    self.rows = rows
    self.classes = classes
    let nothing = LogisticFit(
      coefficients: [Double](repeating: 0, count: rows.columnCount), intercept: 0,
      objective: .infinity, dualityGap: .infinity, iterations: 0, converged: false)
    fits = [LogisticFit](repeating: nothing, count: classCount)
    margins = fits.map { _ in [Double](repeating: 0, count: rows.rowCount) }
  }

  /// Fits one class to what the others leave: their log Σ exp is an offset.
  mutating func improve(_ k: Int, by regression: LogisticRegression) throws(ProbeError) {
    let others = margins.indices.filter { $0 != k }
    let offsets = classes.indices.map { row in
      -logSumOfExponentials(others.map { margins[$0][row] })
    }
    fits[k] = try regression.fit(
      rows, labels: classes.map { $0 == k }, offsets: offsets, startingAt: fits[k])
    margins[k] = try fits[k].margins(rows.design)
  }

  /// The objective, and how far above its minimum it is at most.
  ///
  ///     D(q) = Σ_i a_i H(q_i) - Σ_jk conj(u_jk),   u_jk = Σ_i a_i (y_ik - q_ik) x_ij
  ///
  /// with q on the way from y to the probabilities as far as |u| ≤ λ₁ σ lets it.
  func certificate(
    _ regression: LogisticRegression
  ) throws(ProbeError) -> (objective: Double, gap: Double) {
    let probabilities = centredProbabilities(C: regression.C)
    var objective = 0.0
    for row in classes.indices {
      let all = margins.indices.map { margins[$0][row] }
      objective += regression.C * (logSumOfExponentials(all) - all[classes[row]])
    }
    let ones = [Double](repeating: 1, count: rows.rowCount)
    let scales =
      regression.standardizes
      ? try rows.deviations(ones) : [Double](repeating: 1, count: rows.columnCount)
    let costs = ColumnCosts(
      scales: scales, l1: regression.penalty.l1, l2: regression.penalty.l2)
    var correlations: [[Double]] = []
    for (k, fit) in fits.enumerated() {
      objective += costs.total(fit.coefficients)
      let residuals = classes.indices.map { row in
        regression.C * ((classes[row] == k ? 1 : 0) - probabilities[k][row])
      }
      correlations.append(try rows.design.weightedColumnSums(residuals))
    }
    let scale = costs.feasibleScale(correlations)
    var bound = -correlations.reduce(0) { $0 + costs.conjugate($1) }
    for row in classes.indices {
      bound += regression.C * entropy(row, probabilities, scale: scale)
    }
    return (objective, max(objective - bound, 0))
  }

  private func entropy(_ row: Int, _ probabilities: [[Double]], scale: Double) -> Double {
    probabilities.indices.reduce(0) { sum, k in
      let target = classes[row] == k ? 1.0 : 0.0
      let q = target + scale * (probabilities[k][row] - target)
      return q > 0 ? sum - q * log(q) : sum
    }
  }

  /// Probabilities whose sums over rows are the classes' counts, as the intercepts' optimum asks.
  private func centredProbabilities(C: Double) -> [[Double]] {
    var shifts = [Double](repeating: 0, count: fits.count)
    var result: [[Double]] = []
    for _ in 0..<100 {
      result = probabilities(shifts)
      var worst = 0.0
      for k in fits.indices {
        let wanted = Double(classes.count { $0 == k })
        let found = result[k].reduce(0, +)
        worst = max(worst, abs(found - wanted) / wanted)
        shifts[k] += log(wanted / found)
      }
      if worst < 1e-13 { break }
    }
    return result
  }

  private func probabilities(_ shifts: [Double]) -> [[Double]] {
    var result = margins
    for row in classes.indices {
      let all = margins.indices.map { margins[$0][row] + shifts[$0] }
      let total = logSumOfExponentials(all)
      for k in all.indices { result[k][row] = exp(all[k] - total) }
    }
    return result
  }
}

extension ColumnCosts {
  /// What coefficients cost in all.
  fileprivate func total(_ coefficients: [Double]) -> Double {
    coefficients.indices.reduce(0) { sum, j in
      let scaled = scales[j] * abs(coefficients[j])
      return sum + l1 * scaled + l2 / 2 * scaled * scaled
    }
  }

  /// How far residuals must shrink so that no column exceeds its bound; 1 where squares cost.
  fileprivate func feasibleScale(_ correlations: [[Double]]) -> Double {
    guard l2 == 0 && l1 > 0 else { return 1 }
    return correlations.reduce(1) { least, column in
      zip(column, scales).reduce(least) {
        $1.1 > 0 && abs($1.0) > l1 * $1.1 ? min($0, l1 * $1.1 / abs($1.0)) : $0
      }
    }
  }

  /// Σ_j max(|u_j| / σ_j - λ₁, 0)² / 2λ₂; 0 where squares cost nothing.
  fileprivate func conjugate(_ correlations: [Double]) -> Double {
    guard l2 > 0 else { return 0 }
    return zip(correlations, scales).reduce(0) { sum, item in
      let excess = item.1 > 0 ? max(abs(item.0) / item.1 - l1, 0) : 0
      return sum + excess * excess / (2 * l2)
    }
  }
}

private func logSumOfExponentials(_ values: [Double]) -> Double {
  let largest = values.max() ?? 0
  return largest + log(values.reduce(0) { $0 + exp($1 - largest) })
}
