import CNumerics
import Glibc

/// Newton's method for one column in units of its own deviation.
///
/// The first step, from a slope of 0, follows from the column's sums; the next ones are taken in
/// single precision until they are small. The last is taken in double precision, and where it is
/// short, Taylor's series give what holds at its end without another look at the rows.
struct LogitSolver: ~Escapable {
  private let column: LogitColumn

  private static let maximumIterations = 100

  @_lifetime(copy column)
  init(_ column: consuming LogitColumn) {
    self.column = column
  }

  func solve() -> LogitFit {
    guard column.separation == .none else { return missing }
    var (point, iterations) = roughOptimum() ?? (start, 0)
    for round in 0..<Self.maximumIterations {
      let moments = column.moments(point)
      let step = moments.step
      guard step.isFinite else { break }
      iterations += 1
      if step.isSmall(1e-5, beside: point) {
        return fit(
          at: point.moved(along: step, by: 1), moments.moved(along: step), iterations: iterations,
          converged: true)
      }
      let length = round < 8 ? 1 : usefulLength(from: point, along: step, moments.logLikelihood)
      point = point.moved(along: step, by: length)
    }
    return fit(at: point, column.moments(point), iterations: iterations, converged: false)
  }

  /// The constant that suits best.
  private var start: LogitPoint {
    LogitPoint(intercept: log(column.share / (1 - column.share)), slope: 0)
  }

  /// Where Newton's method in single precision ends after few steps, nil where it does not.
  private func roughOptimum() -> (LogitPoint, iterations: Int)? {
    var point = start
    point.slope = column.positiveSum / (Double(column.count) * column.share * (1 - column.share))
    for iterations in 2...10 {
      let step = column.roughMoments(point).step
      guard step.isFinite else { return nil }
      point = point.moved(along: step, by: 1)
      if step.isSmall(1e-3, beside: point) { return (point, iterations) }
    }
    return nil
  }

  /// The first of 1, 1/2, 1/4, … that makes the labels likelier.
  private func usefulLength(
    from point: LogitPoint, along step: LogitPoint, _ before: Double
  ) -> Double {
    var length = 1.0
    while length > 1e-6 {
      let after = column.moments(point.moved(along: step, by: length)).logLikelihood
      if after >= before - 1e-12 * abs(before) { break }
      length /= 2
    }
    return length
  }

  /// The fit in the column's own units: x = mean + z / scale.
  private func fit(
    at point: LogitPoint, _ moments: thresher_logit_moments, iterations: Int, converged: Bool
  ) -> LogitFit {
    let covariance = moments.covariance
    let (shift, scale) = (column.mean * column.scale, column.scale)
    return LogitFit(
      count: column.count, separation: .none, slope: point.slope * scale,
      intercept: point.intercept - point.slope * shift,
      slopeVariance: covariance.slope * scale * scale,
      interceptVariance: covariance.intercept - 2 * shift * covariance.both
        + shift * shift * covariance.slope,
      logLikelihood: moments.logLikelihood, nullLogLikelihood: column.nullLogLikelihood,
      iterations: iterations, converged: converged)
  }

  private var missing: LogitFit {
    LogitFit(
      count: column.count, separation: column.separation, slope: .nan, intercept: .nan,
      slopeVariance: .nan, interceptVariance: .nan, logLikelihood: .nan,
      nullLogLikelihood: column.nullLogLikelihood, iterations: 0, converged: false)
  }
}

/// An intercept and a slope, or how they change.
struct LogitPoint {
  var intercept: Double
  var slope: Double

  var isFinite: Bool { intercept.isFinite && slope.isFinite }

  func moved(along step: LogitPoint, by length: Double) -> LogitPoint {
    LogitPoint(
      intercept: intercept + length * step.intercept, slope: slope + length * step.slope)
  }

  /// Whether both numbers are below a part of those of a point, or of 1.
  func isSmall(_ part: Double, beside point: LogitPoint) -> Bool {
    abs(intercept) <= part * max(1, abs(point.intercept))
      && abs(slope) <= part * max(1, abs(point.slope))
  }
}

extension thresher_logit_moments {
  private var determinant: Double { weight * squared - weighted * weighted }

  /// Newton's step.
  fileprivate var step: LogitPoint {
    LogitPoint(
      intercept: (squared * residual - weighted * product) / determinant,
      slope: (weight * product - weighted * residual) / determinant)
  }

  /// The inverse of the curvature.
  fileprivate var covariance: (intercept: Double, both: Double, slope: Double) {
    (squared / determinant, -weighted / determinant, weight / determinant)
  }
  /// The curvature and the log-likelihood at the end of a short step, by their derivatives.
  fileprivate func moved(along step: LogitPoint) -> thresher_logit_moments {
    let (a, b) = (step.intercept, step.slope)
    var result = self
    result.weight += a * third0 + b * third1
    result.weighted += a * third1 + b * third2
    result.squared += a * third2 + b * third3
    result.logLikelihood += a * residual + b * product
    result.logLikelihood -= (a * a * weight + 2 * a * b * weighted + b * b * squared) / 2
    return result
  }
}
