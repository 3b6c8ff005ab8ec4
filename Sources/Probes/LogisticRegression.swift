public import Tensors

/// A logistic regression whose optimum is certified by a duality gap.
///
///     minimize  C · Σ_i s_i · log(1 + exp(-y_i · (w · x_i + b))) + Σ_j ρ |w_j| + (1 - ρ)/2 · w_j²
///
/// This is scikit-learn's objective; *y* is 1 or -1, *s* the weight of the row's class. The solver
/// is Newton's method over a growing set of columns, with coordinate descent on each quadratic
/// model; sums are taken in double precision, and do not depend on the number of threads.
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
  /// - Returns: The optimum, or where the last step led.
  /// - Throws: `ProbeError` for labels of another count or of one class only, numbers that are not
  ///   finite, and settings that make no sense.
  public func fit(_ x: Matrix, labels: [Bool]) throws(ProbeError) -> LogisticFit {
    try validate()
    try checkRows(x, labels: labels)
    let problem = LogisticProblem(
      x: x, labels: labels, weights: rowWeights(labels), l1Ratio: penalty.l1Ratio,
      columnScales: standardizes ? deviations(of: x) : [Double](repeating: 1, count: x.columns))
    var solver = LogisticSolver(problem: problem, tolerance: tolerance)
    return solver.solve(maximumIterations: maximumIterations)
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

  /// What each row's loss is multiplied by, C among it.
  private func rowWeights(_ labels: [Bool]) -> [Double] {
    let positives = Double(labels.count { $0 })
    let count = Double(labels.count)
    let (negative, positive) =
      switch classWeights {
      case .equal: (1.0, 1.0)
      case .balanced: (count / (2 * (count - positives)), count / (2 * positives))
      case .given(let negative, let positive): (negative, positive)
      }
    return labels.map { C * ($0 ? positive : negative) }
  }

  private func validate() throws(ProbeError) {
    guard C > 0 && C.isFinite else {
      throw ProbeError(code: .badConfiguration, message: "C must be positive, found \(C)")
    }
    guard (0...1).contains(penalty.l1Ratio) else {
      throw ProbeError(
        code: .badConfiguration,
        message: "the L1 ratio must be from 0 to 1, found \(penalty.l1Ratio)")
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
}
