import CNumerics
import Glibc
public import Tensors

/// Fits a logistic regression to every column on its own.
///
/// Newton's method, many columns at once; each column is centred and scaled while it is fitted, so
/// that its units don't matter. Sums are taken in double precision and do not depend on the number
/// of threads.
///
/// - Parameters:
///   - x: The rows, shape `[row, column]`.
///   - labels: The class of each row.
/// - Returns: A fit for each column.
/// - Throws: `ProbeError` for labels of another count or of one class only, and numbers that are not
///   finite.
public func logitFits(_ x: Matrix, labels: [Bool]) throws(ProbeError) -> [LogitFit] {
  try checkRows(x, labels: labels)
  let targets = labels.map { $0 ? 1.0 : 0.0 }
  return parallelMap(x.columns, grain: 64) { range in
    let columns = x.columns(range).transposed
    return columns.rows == 0 ? [] : (0..<columns.rows).map { fit(columns[row: $0], targets) }
  }.flatMap { $0 }
}

private func fit(_ column: Span<Float>, _ labels: [Double]) -> LogitFit {
  let separation = Separation(of: column, labels: labels.span)
  let solver = LogitSolver(column: column, labels: labels.span)
  guard separation == .none else {
    return LogitFit(
      count: labels.count, separation: separation, slope: .nan, intercept: .nan,
      slopeVariance: .nan, interceptVariance: .nan, logLikelihood: .nan,
      nullLogLikelihood: solver.nullLogLikelihood, iterations: 0, converged: false)
  }
  return solver.solve()
}

/// Newton's method for one column in units of its own deviation.
private struct LogitSolver: ~Escapable {
  private let column: Span<Float>
  private let labels: Span<Double>
  private let mean: Double
  private let scale: Double
  private let share: Double

  private static let maximumIterations = 100

  @_lifetime(copy column, copy labels)
  init(column: Span<Float>, labels: Span<Double>) {
    self.column = column
    self.labels = labels
    let count = Double(column.count)
    let mean = sum(column) / count
    var (squares, positives) = (0.0, 0.0)
    for i in column.indices {
      let difference = Double(column[i]) - mean
      squares += difference * difference
      positives += labels[i]
    }
    self.mean = mean
    scale = squares > 0 ? (count / squares).squareRoot() : 1
    share = positives / count
  }

  /// n (q log q + (1 - q) log(1 - q)) of positives' share q.
  var nullLogLikelihood: Double {
    Double(column.count) * (share * log(share) + (1 - share) * log(1 - share))
  }

  func solve() -> LogitFit {
    var point = (intercept: log(share / (1 - share)), slope: 0.0)
    var (iterations, converged) = (0, false)
    while iterations < Self.maximumIterations && !converged {
      let change = moments(point).step
      guard change.intercept.isFinite && change.slope.isFinite else { break }
      let length = iterations < 8 ? 1 : usefulLength(from: point, along: change)
      point.intercept += length * change.intercept
      point.slope += length * change.slope
      iterations += 1
      // Steps shrink quadratically: what is left is the square of this.
      converged =
        length == 1 && abs(change.intercept) <= 1e-7 * max(1, abs(point.intercept))
        && abs(change.slope) <= 1e-7 * max(1, abs(point.slope))
    }
    return fit(at: point, iterations: iterations, converged: converged)
  }

  /// The first of 1, 1/2, 1/4, … that makes the labels likelier.
  private func usefulLength(
    from point: (intercept: Double, slope: Double), along step: (intercept: Double, slope: Double)
  ) -> Double {
    let before = logLikelihood(point)
    var length = 1.0
    while length > 1e-6 {
      let next = (point.intercept + length * step.intercept, point.slope + length * step.slope)
      if logLikelihood(next) >= before - 1e-12 * abs(before) { break }
      length /= 2
    }
    return length
  }

  private func logLikelihood(_ point: (intercept: Double, slope: Double)) -> Double {
    column.withUnsafeBufferPointer { x in
      labels.withUnsafeBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return 0 }
        return thresher_logistic_likelihood(
          x, y, column.count, mean, scale, point.intercept, point.slope)
      }
    }
  }

  private func moments(_ point: (intercept: Double, slope: Double)) -> LogitMoments {
    var sums: LogitMoments.Sums = (0, 0, 0, 0, 0)
    column.withUnsafeBufferPointer { x in
      labels.withUnsafeBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        withUnsafeMutableBytes(of: &sums) { bytes in
          guard let target = bytes.assumingMemoryBound(to: Double.self).baseAddress else { return }
          thresher_logistic_moments(
            target, x, y, column.count, mean, scale, point.intercept, point.slope)
        }
      }
    }
    return LogitMoments(sums)
  }

  /// The fit in the column's own units: x = mean + z / scale.
  private func fit(
    at point: (intercept: Double, slope: Double), iterations: Int, converged: Bool
  ) -> LogitFit {
    let covariance = moments(point).covariance
    let shift = mean * scale
    return LogitFit(
      count: column.count, separation: .none, slope: point.slope * scale,
      intercept: point.intercept - point.slope * shift,
      slopeVariance: covariance.slope * scale * scale,
      interceptVariance: covariance.intercept - 2 * shift * covariance.both
        + shift * shift * covariance.slope,
      logLikelihood: logLikelihood(point), nullLogLikelihood: nullLogLikelihood,
      iterations: iterations, converged: converged)
  }
}

/// The slopes of a log-likelihood along intercept and slope, and its curvature.
private struct LogitMoments {
  typealias Sums = (
    residual: Double, product: Double, weight: Double, weighted: Double, squared: Double
  )

  private let sums: Sums

  init(_ sums: Sums) { self.sums = sums }

  private var determinant: Double { sums.weight * sums.squared - sums.weighted * sums.weighted }

  /// Newton's step.
  var step: (intercept: Double, slope: Double) {
    (
      (sums.squared * sums.residual - sums.weighted * sums.product) / determinant,
      (sums.weight * sums.product - sums.weighted * sums.residual) / determinant
    )
  }

  /// The inverse of the curvature.
  var covariance: (intercept: Double, both: Double, slope: Double) {
    (sums.squared / determinant, -sums.weighted / determinant, sums.weight / determinant)
  }
}
