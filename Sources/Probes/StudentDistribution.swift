import Glibc

/// Student's t distribution's tails.
public enum StudentDistribution {
  /// The probability of a draw at least as far from zero as `t`.
  ///
  ///     p = I(ν / (ν + t²); ν/2, 1/2)
  ///
  /// with the regularized incomplete beta function *I*. NaN for a `t` that is NaN.
  ///
  /// - Parameters:
  ///   - t: The value.
  ///   - degrees: The degrees of freedom ν, above 0.
  /// - Returns: The probability.
  public static func twoSidedTail(_ t: Double, degrees: Double) -> Double {
    guard !t.isNaN && degrees > 0 else { return .nan }
    guard t.isFinite else { return 0 }
    return regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }
}

/// The regularized incomplete beta function, by Lentz's evaluation of its continued fraction.
///
/// Source: Press et al. 1992, *Numerical Recipes*, section 6.4.
private func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  guard x > 0 else { return 0 }
  guard x < 1 else { return 1 }
  let factor = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
  return x < (a + 1) / (a + b + 2)
    ? factor * betaFraction(x, a, b) / a
    : 1 - factor * betaFraction(1 - x, b, a) / b
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
  var c = 1.0
  var d = 1 / kept(1 - (a + b) * x / (a + 1))
  var fraction = d
  for step in 1...10_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    for term in [even, odd] {
      d = 1 / kept(1 + term * d)
      c = kept(1 + term / c)
      fraction *= c * d
    }
    if abs(c * d - 1) < 1e-15 { break }
  }
  return fraction
}
