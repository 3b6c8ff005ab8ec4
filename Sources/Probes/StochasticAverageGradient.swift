import Glibc
public import Tensors

/// scikit-learn's `saga` as it comes: so many epochs, wherever they lead.
///
/// For comparison with what others published. A step takes one row's gradient against what is known
/// of the others, and shrinks the coefficients; an epoch takes as many steps as there are rows, which
/// are drawn as scikit-learn draws them under `random_state`. It ends when the largest change of a
/// coefficient in an epoch is no more than `tolerance` of the largest coefficient, or after
/// `maximumIterations` epochs, and then has not converged.
///
/// Source: Defazio, Bach, Lacoste-Julien 2014, "SAGA: a fast incremental gradient method"; the
/// step's size and the order of its parts are scikit-learn's (`linear_model/_sag.py`).
public struct StochasticAverageGradient: Sendable {
  /// What is fitted.
  public var regression: LogisticRegression

  /// The most epochs: scikit-learn's `max_iter`.
  public var maximumIterations = 100

  /// The change of coefficients, relative to the largest, that ends it: scikit-learn's `tol`.
  public var tolerance = 1e-4

  /// The seed: scikit-learn's `random_state`.
  public var randomState: UInt32 = 0

  /// Makes a solver.
  public init(_ regression: LogisticRegression) { self.regression = regression }

  /// Takes the steps.
  ///
  /// - Parameters:
  ///   - x: The rows, shape `[row, column]`.
  ///   - labels: The class of each row.
  /// - Returns: Where they led, with the certificate of that point: how far off it is at most.
  /// - Throws: `ProbeError` for labels of another count or of one class only, and numbers that are
  ///   not finite.
  public func fit(_ x: Matrix, labels: [Bool]) throws(ProbeError) -> LogisticFit {
    try checkRows(x, labels: labels)
    let ones = [Double](repeating: 1, count: x.rows)
    let weights = regression.rowWeights(labels, ones).map { $0 / regression.C }
    var run = Run(x, labels, weights, regression)
    var seed = seed
    var (epochs, converged) = (0, false)
    while epochs < maximumIterations && !converged {
      let before = run.coefficients
      for _ in 0..<x.rows { run.step(draw(&seed, below: x.rows)) }
      epochs += 1
      let largest = run.coefficients.reduce(0) { max($0, abs($1)) }
      let change = zip(run.coefficients, before).reduce(0) { max($0, abs($1.0 - $1.1)) }
      converged = largest == 0 ? change == 0 : change / largest <= tolerance
    }
    return try certified(run, x, labels, iterations: epochs, converged: converged)
  }

  /// The seed that scikit-learn draws from its own: `randint(1, 2**31 - 1)`.
  private var seed: UInt32 {
    var random = MersenneTwister(seed: randomState)
    return 1 + random.next(through: 2_147_483_645)
  }

  /// scikit-learn's `our_rand_r`: Marsaglia's shifts.
  private func draw(_ seed: inout UInt32, below count: Int) -> Int {
    seed ^= seed << 13
    seed ^= seed >> 17
    seed ^= seed << 5
    return Int(seed % (1 << 31)) % count
  }

  private func certified(
    _ run: Run, _ x: Matrix, _ labels: [Bool], iterations: Int, converged: Bool
  ) throws(ProbeError) -> LogisticFit {
    let point = LogisticFit(
      coefficients: run.coefficients, intercept: run.intercept, objective: .nan, dualityGap: .nan,
      iterations: iterations, converged: converged)
    return try regression.certified(point, PreparedRows(x), labels: labels)
  }

  /// The state of the descent.
  private struct Run {
    private let x: Matrix
    private let targets: [Double]
    private let weights: [Double]
    private let stepSize: Double
    private let l1: Double
    private let l2: Double
    private(set) var coefficients: [Double]
    private(set) var intercept = 0.0
    private var gradients: [Double]
    private var gradientSum: [Double]
    private var interceptSum = 0.0
    private var isSeen: [Bool]
    private var seen = 0.0

    init(_ x: Matrix, _ labels: [Bool], _ weights: [Double], _ regression: LogisticRegression) {
      self.x = x
      self.weights = weights
      targets = labels.map { $0 ? 1 : 0 }
      let count = Double(x.rows)
      l1 = regression.penalty.l1 / regression.C / count
      l2 = regression.penalty.l2 / regression.C / count
      let norm = (0..<x.rows).reduce(0) { max($0, squaredNorm(x[row: $1])) }
      let bound = 0.25 * (norm + 1) + l2
      stepSize = 1 / (2 * bound + min(2 * count * l2, bound))
      coefficients = [Double](repeating: 0, count: x.columns)
      gradientSum = coefficients
      gradients = [Double](repeating: 0, count: x.rows)
      isSeen = [Bool](repeating: false, count: x.rows)
    }

    mutating func step(_ row: Int) {
      if !isSeen[row] {
        isSeen[row] = true
        seen += 1
      }
      let x = x  // Borrowed on its own, so that the rest may change.
      let values = x[row: row]
      var margin = intercept
      for j in values.indices { margin += coefficients[j] * Double(values[j]) }
      let gradient = weights[row] * (1 / (1 + exp(-margin)) - targets[row])
      let change = gradient - gradients[row]
      gradients[row] = gradient
      move(row, change: change)
      interceptSum += change
      intercept -= stepSize * interceptSum / seen + change * stepSize * (1 - 1 / seen)
    }

    private mutating func move(_ row: Int, change: Double) {
      let movement = Movement(
        change: change, own: change * stepSize * (1 - 1 / seen), shared: stepSize / seen,
        shrinkage: stepSize * l1, kept: 1 - stepSize * l2)
      let x = x
      movement.apply(to: &coefficients, &gradientSum, row: x[row: row])
    }
  }

  /// What a step does to every coefficient.
  private struct Movement {
    let change: Double
    let own: Double
    let shared: Double
    let shrinkage: Double
    let kept: Double

    func apply(to coefficients: inout [Double], _ sums: inout [Double], row: Span<Float>) {
      var coefficients = coefficients.mutableSpan
      var sums = sums.mutableSpan
      precondition(coefficients.count == row.count && sums.count == row.count)
      for j in row.indices {
        let value = Double(row[j])
        let sum = sums[j] + change * value
        sums[j] = sum
        let moved = coefficients[j] * kept - own * value - shared * sum
        let size = abs(moved) - shrinkage
        coefficients[j] = size > 0 ? (moved > 0 ? size : -size) : 0
      }
    }
  }
}
