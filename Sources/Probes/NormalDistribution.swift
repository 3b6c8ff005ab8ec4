import Glibc

/// The standard normal distribution's tails.
enum NormalDistribution {
  /// The value that a draw exceeds with a probability of 0.025.
  static let upperQuantile975 = 1.959963984540054

  /// The probability of a draw at least as far from zero as `z`.
  static func twoSidedTail(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

  /// The negative natural logarithm of that probability, beyond where the probability itself is 0.
  ///
  ///     -ln p → z²/2 + ln(z √(π/2)) + 1/z²        for large z
  ///
  /// From z = 37 on, where the next term is 1e-6 of the last.
  static func negativeLogTail(_ z: Double) -> Double {
    let z = abs(z)
    guard z > 37 else { return -log(twoSidedTail(z)) }
    return z * z / 2 + log(z * (Double.pi / 2).squareRoot()) + 1 / (z * z)
  }
}
