import Foundation

/// A mean, and the interval in which 95 % of such intervals hold the true one.
public struct MeanInterval: Codable, Hashable, Sendable {
  /// The mean.
  @Figure public var mean: Double

  /// The interval's lower end; nil of one value, which says nothing of how they vary.
  public var ciLow: Double?

  /// Its upper end.
  public var ciHigh: Double?

  /// Takes the mean of independent values: mean ± t · s / √n, t Student's of n − 1 degrees.
  ///
  /// - Parameter values: The values; the mean of none is NaN.
  public init(of values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.mean = mean
    guard values.count > 1 else { return }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    let half = studentQuantile(degrees: values.count - 1) * error
    guard half.isFinite else { return }
    ciLow = mean - half
    ciHigh = mean + half
  }
}

/// The number that Student's t stays below in 97.5 % of cases.
///
/// Newton's steps on the distribution function, which Simpson's rule integrates.
func studentQuantile(degrees: Int) -> Double {
  let n = Double(degrees)
  let scale = gammaRatio(degrees) / (n * Double.pi).squareRoot()
  func density(_ t: Double) -> Double { scale * pow(1 + t * t / n, -(n + 1) / 2) }
  func massBelow(_ t: Double) -> Double {
    // With t = √n · tan u the integrand has no tail: cosⁿ⁻¹ u between 0 and an angle below π/2.
    let (steps, angle) = (400, atan(t / n.squareRoot()))
    let step = angle / Double(steps)
    let sum = (0...steps).reduce(0.0) { sum, index in
      let weight = index == 0 || index == steps ? 1.0 : index % 2 == 1 ? 4 : 2
      return sum + weight * pow(cos(Double(index) * step), n - 1)
    }
    return scale * n.squareRoot() * sum * step / 3
  }
  var t = 1.96
  for _ in 0..<60 {
    let next = t + (0.475 - massBelow(t)) / density(t)
    if abs(next - t) < 1e-10 { return next }
    t = next
  }
  return t
}

/// Γ((n + 1) / 2) / Γ(n / 2), from n = 1 or 2 upwards.
private func gammaRatio(_ n: Int) -> Double {
  let first = n % 2 == 1 ? 1 / Double.pi.squareRoot() : Double.pi.squareRoot() / 2
  return stride(from: n % 2 == 1 ? 1 : 2, to: n, by: 2).reduce(first) {
    $0 * Double($1 + 1) / Double($1)
  }
}
