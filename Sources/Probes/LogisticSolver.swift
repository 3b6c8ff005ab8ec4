import Tensors

/// Newton's method over a growing set of columns, until the duality gap closes.
///
/// Columns enter the set by how far they violate the optimum's conditions, at most as many at a
/// time as are already active; a few rounds suffice, since an L1 optimum uses few columns.
///
/// Sources: Yuan, Ho, Lin 2012, "An improved GLMNET for L1-regularized logistic regression";
/// Massias, Gramfort, Salmon 2018, "Celer: a fast solver for the lasso with dual extrapolation".
struct LogisticSolver {
  private let problem: LogisticProblem
  private let tolerance: Double
  private var coefficients: [Double]
  private var intercept: Double
  private var margins: [Double]
  private var iterations = 0

  init(problem: LogisticProblem, tolerance: Double) {
    self.problem = problem
    self.tolerance = tolerance
    coefficients = [Double](repeating: 0, count: problem.x.columns)
    margins = [Double](repeating: 0, count: problem.x.rows)
    intercept = 0
  }

  mutating func solve(maximumIterations: Int) -> LogisticFit {
    var columns: [Int] = []
    while true {
      centerIntercept()
      let (bound, correlations) = problem.dual(problem.doubts(margins))
      let objective = objective
      let gap = max(objective - bound, 0)
      let isClosed = gap <= tolerance * objective
      let before = iterations
      if !isClosed {
        columns = widened(columns, by: correlations)
        descend(columns, maximumIterations: maximumIterations)
      }
      if iterations == before {
        return LogisticFit(
          coefficients: coefficients, intercept: intercept, objective: objective,
          dualityGap: gap, iterations: iterations, converged: isClosed)
      }
    }
  }

  private var objective: Double {
    var cost = 0.0
    for (column, value) in coefficients.enumerated() where value != 0 {
      cost += problem.cost(value, column: column)
    }
    return problem.loss(margins) + cost
  }

  /// The columns of the set and those in use, with the worst of the others.
  private func widened(_ columns: [Int], by correlations: [Double]) -> [Int] {
    let used = columns.filter { coefficients[$0] != 0 }
    let isUsed = Set(used)
    var violations: [(column: Int, excess: Double)] = []
    for (column, u) in correlations.enumerated() where !isUsed.contains(column) {
      let excess = abs(u) - problem.l1Ratio * problem.columnScales[column]
      if excess > 0 && problem.columnScales[column] > 0 {
        violations.append((column, excess / problem.columnScales[column]))
      }
    }
    violations.sort { ($1.excess, $0.column) < ($0.excess, $1.column) }
    let limit = problem.l1Ratio == 0 ? violations.count : max(32, used.count)
    return (used + violations.prefix(limit).map { $0.column }).sorted()
  }

  /// Takes Newton steps for some columns until they violate the optimum's conditions ten times less.
  private mutating func descend(_ columns: [Int], maximumIterations: Int) {
    let values = problem.x.gatheringColumns(columns).transposed
    let scales = columns.map { problem.columnScales[$0] }
    var target: Double?
    while iterations < maximumIterations {
      let doubts = problem.doubts(margins)
      let model = QuadraticModel(
        columns: values, residuals: problem.residuals(doubts),
        curvatures: problem.curvatures(doubts))
      let current = columns.map { coefficients[$0] }
      let violation = model.violation(at: current, scales: scales, l1Ratio: problem.l1Ratio)
      if let target, violation <= target { return }
      target = target ?? 0.1 * violation
      let changes = model.minimum(from: current, scales: scales, l1Ratio: problem.l1Ratio)
      guard move(columns, changes, values: values, model: model) else { return }
      iterations += 1
      centerIntercept()
    }
  }

  /// Goes along a direction as far as the objective keeps up with the expected gain, within what
  /// rounding leaves of it.
  private mutating func move(
    _ columns: [Int], _ changes: [Double], values: Matrix, model: QuadraticModel
  ) -> Bool {
    let before = self
    let start = objective
    let gain = -(model.linearChange(changes) + costChange(columns, changes))
    guard gain > 0 else { return false }
    let interceptChange = model.interceptChange(changes)
    let marginChanges = weightedColumnSums(of: values, weights: changes)
    var length = 1.0
    for _ in 0..<50 {
      for (column, change) in zip(columns, changes) {
        coefficients[column] = before.coefficients[column] + length * change
      }
      intercept = before.intercept + length * interceptChange
      for i in margins.indices {
        margins[i] = before.margins[i] + length * (interceptChange + marginChanges[i])
      }
      if objective <= start - 1e-4 * length * gain + 1e-14 * start { return true }
      length /= 2
    }
    self = before
    return false
  }

  private func costChange(_ columns: [Int], _ changes: [Double]) -> Double {
    zip(columns, changes).reduce(0) { sum, item in
      let (column, change) = item
      let cost = problem.cost(coefficients[column] + change, column: column)
      return sum + cost - problem.cost(coefficients[column], column: column)
    }
  }

  private mutating func centerIntercept() {
    let change = problem.interceptChange(margins)
    intercept += change
    for i in margins.indices { margins[i] += change }
  }
}
