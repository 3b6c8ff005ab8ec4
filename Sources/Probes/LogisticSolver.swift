import CNumerics
import Tensors

/// Newton's method over a growing set of columns, until the duality gap closes.
///
/// Columns enter the set by how far they violate the optimum's conditions; a few rounds suffice,
/// since an L1 optimum uses few columns. Each round ends with one pass over the columns that are
/// still in question, which certifies the point and drops those that the certificate shows to be
/// zero at the optimum; once most are dropped, the rest are gathered and the others not read again.
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

  /// How many rows the curvature is measured from, for each column.
  private var rowsPerColumn = 16
  private var candidates: CandidateColumns
  private var bestBound = -Double.infinity

  /// Begins at zero, or where another solver ended.
  init(
    problem: LogisticProblem, tolerance: Double, start: LogisticFit? = nil
  ) throws(ProbeError) {
    self.problem = problem
    self.tolerance = tolerance
    candidates = CandidateColumns(problem)
    coefficients = [Double](repeating: 0, count: problem.rows.columnCount)
    margins = [Double](repeating: 0, count: problem.rows.rowCount)
    intercept = 0
    if let start { try begin(at: start) }
  }

  private mutating func begin(at start: LogisticFit) throws(ProbeError) {
    precondition(start.coefficients.count == coefficients.count, "a start of another width")
    let used = start.coefficients.indices.filter {
      start.coefficients[$0] != 0 && problem.columnScales[$0] > 0
    }
    for column in used { coefficients[column] = start.coefficients[column] }
    intercept = start.intercept
    margins = [Double](repeating: intercept, count: margins.count)
    guard !used.isEmpty else { return }
    let values = try problem.rows.design.gatheredColumns(used)
    for (place, column) in used.enumerated() {
      add(values[place], scale: coefficients[column], to: &margins)
    }
  }

  mutating func solve(maximumIterations: Int) throws(ProbeError) -> LogisticFit {
    var columns: [Int] = []
    while true {
      centerIntercept()
      let (loss, doubts) = problem.loss.value(margins)
      let objective = loss + penalty
      let bound = try bound(problem.loss.balanced(doubts))
      // Nothing bounds what is free until a Newton step has said how large it is.
      if problem.isPenalized || iterations > 0 { bestBound = max(bestBound, bound.value) }
      let gap = max(objective - bestBound, 0)
      let isSeparated = !problem.isPenalized && isSeparated(doubts)
      let isClosed = gap <= tolerance * objective && !isSeparated
      let before = iterations
      if !isClosed && !isSeparated {
        let violations = try candidates.screened(
          by: bound.correlations, scale: bound.scale,
          radius: problem.radius(gap: objective - bound.value), keeping: coefficients)
        columns = widened(columns, by: violations)
        try descend(columns, maximumIterations: maximumIterations)
      }
      if iterations == before {
        return LogisticFit(
          coefficients: coefficients, intercept: intercept, objective: objective,
          dualityGap: gap, iterations: iterations, converged: isClosed, isSeparated: isSeparated)
      }
    }
  }

  /// The objective where the solver begins, and how far above the minimum it lies at most.
  func certificate() throws(ProbeError) -> (objective: Double, gap: Double) {
    let objective = problem.loss.value(margins).loss + penalty
    let shift = problem.loss.interceptChange(margins)
    let balanced = problem.loss.balanced(problem.loss.value(margins.map { $0 + shift }).doubts)
    let bound = try self.bound(balanced).value
    return (objective, max(objective - bound, 0))
  }

  private func bound(
    _ balanced: [Double]
  ) throws(ProbeError) -> (value: Double, scale: Double, correlations: [Double]) {
    let correlations = try candidates.correlations(problem.loss.residuals(balanced))
    let bound = problem.bound(
      balanced, correlations: correlations, columns: candidates.columns,
      radius: 2 * coefficients.reduce(0) { $0 + abs($1) })
    return (bound.value, bound.scale, correlations)
  }

  /// Whether every row lies on its side: without a penalty there is no optimum then.
  private func isSeparated(_ doubts: [Double]) -> Bool {
    zip(doubts, problem.loss.weights).allSatisfy { $0 < 0.5 || $1 == 0 }
  }

  private var penalty: Double {
    var cost = 0.0
    for (column, value) in coefficients.enumerated() where value != 0 {
      cost += problem.cost(value, column: column)
    }
    return cost
  }

  /// The columns of the set and those in use, with the worst of the others.
  private func widened(_ columns: [Int], by violations: [(column: Int, excess: Double)]) -> [Int] {
    var isUsed = [Bool](repeating: false, count: coefficients.count)
    for column in candidates.columns where coefficients[column] != 0 { isUsed[column] = true }
    let used = candidates.columns.filter { isUsed[$0] }
    let others = violations.filter { !isUsed[$0.column] }
    let limit = problem.l1 == 0 ? others.count : max(128, used.count)
    return (used + others.prefix(limit).map(\.column)).sorted()
  }

  /// Takes Newton steps for some columns until they violate the optimum's conditions ten times less.
  private mutating func descend(_ columns: [Int], maximumIterations: Int) throws(ProbeError) {
    var set = WorkingSet(
      columns: columns, values: try candidates.gathered(columns),
      costs: ColumnCosts(
        scales: columns.map { problem.columnScales[$0] }, l1: problem.l1, l2: problem.l2),
      rowsPerColumn: rowsPerColumn)
    defer { rowsPerColumn = set.rowsPerColumn }
    var target: Double?
    var (loss, doubts) = problem.loss.value(margins)
    while iterations < maximumIterations {
      let weights = problem.loss.curvatures(doubts)
      var model = QuadraticModel(
        columns: set.values, residuals: problem.loss.residuals(doubts), curvatures: weights)
      let current = columns.map { coefficients[$0] }
      let violation = model.violation(at: current, costs: set.costs)
      if let target, violation <= target { return }
      target = target ?? 0.1 * violation
      set.complete(&model, violation: violation, weights: weights)
      var descent = QuadraticDescent(model: model, coefficients: current, costs: set.costs)
      descent.run(precision: 1e-3)
      let step = Step(columns: columns, changes: descent.changes, values: set.values, model: model)
      guard move(step, from: loss) else { return }
      iterations += 1
      centerIntercept()
      (loss, doubts) = problem.loss.value(margins)
    }
  }

  /// Changes of some coefficients, with the model that they minimize.
  private struct Step {
    let columns: [Int]
    let changes: [Double]
    let values: ColumnList
    let model: QuadraticModel
  }

  /// Goes along a direction as far as the objective keeps up with the expected gain, within what
  /// rounding leaves of it.
  private mutating func move(_ step: Step, from loss: Double) -> Bool {
    let (beforeIntercept, beforeMargins) = (intercept, margins)
    let before = step.columns.map { coefficients[$0] }
    let start = loss + penalty
    let gain = -(step.model.linearChange(step.changes) + costChange(step.columns, step.changes))
    guard gain > 0 else { return false }
    let interceptChange = step.model.interceptChange(step.changes)
    var marginChanges = [Double](repeating: interceptChange, count: margins.count)
    for (place, change) in step.changes.enumerated() where change != 0 {
      add(step.values[place], scale: change, to: &marginChanges)
    }
    var length = 1.0
    for _ in 0..<50 {
      for (place, column) in step.columns.enumerated() {
        coefficients[column] = before[place] + length * step.changes[place]
      }
      intercept = beforeIntercept + length * interceptChange
      for i in margins.indices { margins[i] = beforeMargins[i] + length * marginChanges[i] }
      let objective = problem.loss.value(margins).loss + penalty
      if objective <= start - 1e-4 * length * gain + 1e-14 * start { return true }
      length /= 2
    }
    for (place, column) in step.columns.enumerated() { coefficients[column] = before[place] }
    (intercept, margins) = (beforeIntercept, beforeMargins)
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
    let change = problem.loss.interceptChange(margins)
    intercept += change
    for i in margins.indices { margins[i] += change }
  }
}

/// Adds a multiple of some numbers to sums.
func add(_ numbers: Span<Float>, scale: Double, to sums: inout [Double]) {
  let count = sums.count
  precondition(numbers.count == count, "add: \(numbers.count) numbers to \(count)")
  numbers.withUnsafeBufferPointer { numbers in
    sums.withUnsafeMutableBufferPointer { sums in
      guard let numbers = numbers.baseAddress, let sums = sums.baseAddress else { return }
      thresher_add_scaled_double(sums, numbers, scale, count)
    }
  }
}
