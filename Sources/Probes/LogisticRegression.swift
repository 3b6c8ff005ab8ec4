public import Tensors

/// A logistic regression whose optimum is certified by a duality gap.
///
///     minimize  C · Σ_i s_i · log(1 + exp(-y_i · (w · x_i + b))) + Σ_j λ₁ |w_j| + λ₂/2 · w_j²
///
/// This is scikit-learn's objective; *y* is 1 or -1, *s* the weight of the row times that of its
/// class. The solver is Newton's method over a growing set of columns; sums over rows are taken in
/// double precision, and do not depend on the number of threads.
public struct LogisticRegression: Equatable, Sendable {
  /// How much the rows of each class count.
  public enum ClassWeights: Equatable, Sendable {
    /// Every row counts 1.
    case equal

    /// Both classes count the same: rows / (2 · rows of the class), as in scikit-learn.
    case balanced

    /// As given.
    case given(negative: Double, positive: Double)
  }

  /// What coefficients cost.
  public var penalty: Penalty

  /// How much mistakes count against coefficients: scikit-learn's `C`.
  public var C: Double

  /// How much the rows of each class count.
  public var classWeights = ClassWeights.equal

  /// Whether columns are divided by their deviations while fitting.
  ///
  /// The coefficients are those for the columns as they are; columns that never vary get none.
  public var standardizes = false

  /// The duality gap, as a part of the objective, at which fitting ends.
  public var tolerance = 1e-8

  /// The most Newton steps taken.
  public var maximumIterations = 1000

  /// Makes a regression.
  public init(penalty: Penalty = .l1, C: Double = 1) {
    self.penalty = penalty
    self.C = C
  }

  /// Fits coefficients to labelled rows.
  ///
  /// - Parameters:
  ///   - x: The rows, shape `[row, column]`.
  ///   - labels: The class of each row.
  ///   - sampleWeights: How much each row counts, 0 or more; 1 where none are given.
  /// - Returns: The optimum, or where the last step led.
  /// - Throws: `ProbeError` for labels of another count or of one class only, numbers that are not
  ///   finite, and settings that make no sense.
  public func fit(
    _ x: Matrix, labels: [Bool], sampleWeights: [Double]? = nil
  ) throws(ProbeError) -> LogisticFit {
    try requireLabels(labels, rowCount: x.rows)
    return try fit(PreparedRows(x), labels: labels, sampleWeights: sampleWeights)
  }

  /// Fits coefficients to rows whose labels are the numbers 0 and 1.
  ///
  /// - Parameters:
  ///   - x: The rows, shape `[row, column]`.
  ///   - labels: The class of each row, 0 or 1.
  /// - Returns: The optimum, or where the last step led.
  /// - Throws: `ProbeError` as for labels that are true and false, and for other numbers.
  public func fit(_ x: Matrix, labels: [Float]) throws(ProbeError) -> LogisticFit {
    try fit(x, labels: binary(labels))
  }

  /// Fits coefficients to rows that were looked at before, as the next regression on them.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - labels: The class of each row.
  ///   - sampleWeights: How much each row counts, 0 or more; 1 where none are given.
  ///   - offsets: What is added to each row's margin, beside coefficients and intercept.
  ///   - start: Where to begin: the optimum of a similar regression.
  /// - Returns: The optimum, or where the last step led.
  /// - Throws: `ProbeError` for labels or weights of another count, rows of one class only, settings
  ///   that make no sense, and whatever reading the rows throws.
  public func fit(
    _ rows: PreparedRows, labels: [Bool], sampleWeights: [Double]? = nil,
    offsets: [Double]? = nil, startingAt start: LogisticFit? = nil
  ) throws(ProbeError) -> LogisticFit {
    let problem = try problem(rows, labels: labels, sampleWeights: sampleWeights, offsets: offsets)
    var solver = try LogisticSolver(problem: problem, tolerance: tolerance, start: start)
    return try solver.solve(maximumIterations: maximumIterations)
  }

  /// Says of coefficients, wherever they come from, how far they are from the optimum.
  ///
  /// - Parameters:
  ///   - point: The coefficients and the intercept.
  ///   - rows: The rows.
  ///   - labels: The class of each row.
  /// - Returns: The point with its objective and its duality gap.
  /// - Throws: What `fit` throws.
  public func certified(
    _ point: LogisticFit, _ rows: PreparedRows, labels: [Bool]
  ) throws(ProbeError) -> LogisticFit {
    let problem = try problem(rows, labels: labels)
    let solver = try LogisticSolver(problem: problem, tolerance: tolerance, start: point)
    let (objective, gap) = try solver.certificate()
    return LogisticFit(
      coefficients: point.coefficients, intercept: point.intercept, objective: objective,
      dualityGap: gap, iterations: point.iterations, converged: point.converged)
  }

  private func problem(
    _ rows: PreparedRows, labels: [Bool], sampleWeights: [Double]? = nil,
    offsets: [Double]? = nil
  ) throws(ProbeError) -> LogisticProblem {
    try validate()
    try requireLabels(labels, rowCount: rows.rowCount, weights: sampleWeights)
    let ones = [Double](repeating: 1, count: rows.columnCount)
    let weights = sampleWeights ?? [Double](repeating: 1, count: rows.rowCount)
    return LogisticProblem(
      rows: rows,
      loss: LogisticLoss(
        signs: labels.map { $0 ? 1 : -1 }, weights: rowWeights(labels, weights), offsets: offsets),
      l1: penalty.l1, l2: penalty.l2,
      columnScales: standardizes ? try rows.deviations(weights) : ones)
  }

  /// What each row's loss is multiplied by, C among it.
  func rowWeights(_ labels: [Bool], _ samples: [Double]) -> [Double] {
    var (total, positives) = (0.0, 0.0)
    for (label, weight) in zip(labels, samples) {
      total += weight
      positives += label ? weight : 0
    }
    let (negative, positive) =
      switch classWeights {
      case .equal: (1.0, 1.0)
      case .balanced: (total / (2 * (total - positives)), total / (2 * positives))
      case .given(let negative, let positive): (negative, positive)
      }
    return zip(labels, samples).map { C * ($0 ? positive : negative) * $1 }
  }

  private func validate() throws(ProbeError) {
    guard C > 0 && C.isFinite else {
      throw ProbeError(code: .badConfiguration, message: "C must be positive, found \(C)")
    }
    guard (0...1).contains(penalty.l1) else {
      throw ProbeError(
        code: .badConfiguration,
        message: "the L1 ratio must be from 0 to 1, found \(penalty.l1)")
    }
    guard tolerance > 0 && maximumIterations >= 1 else {
      throw ProbeError(
        code: .badConfiguration,
        message: """
          the tolerance must be positive and the iterations at least 1, \
          found \(tolerance) and \(maximumIterations)
          """)
    }
    if case .given(let negative, let positive) = classWeights {
      guard negative > 0 && positive > 0 && negative.isFinite && positive.isFinite else {
        throw ProbeError(
          code: .badConfiguration,
          message: "class weights must be positive, found \(negative) and \(positive)")
      }
    }
  }
}

/// The optimum of a logistic regression, or where the last step led.
public struct LogisticFit: Equatable, Sendable {
  /// The coefficient of every column; those of an L1 penalty are mostly exactly zero.
  public let coefficients: [Double]

  /// The intercept.
  public let intercept: Double

  /// The value that was minimized.
  public let objective: Double

  /// How far at most the objective lies above its minimum.
  public let dualityGap: Double

  /// How many Newton steps were taken.
  public let iterations: Int

  /// Whether the gap fell below the tolerance.
  public let converged: Bool

  /// Whether, without a penalty, a plane parts the classes, so that there is no optimum.
  public var isSeparated = false
}
