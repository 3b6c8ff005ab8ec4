import Glibc

/// A seeded generator of random numbers that can be split into independent ones.
///
/// SplitMix64: the state walks by an odd `gamma`, the output is a hash of the state. A split takes
/// its seed and gamma from a hash of the state and the label, and leaves the parent as it was, so
/// the numbers that a part of the program sees depend on the seed and its label alone. It is a
/// value of two words, and so can be written to a file and taken up again.
///
/// Source: Steele, Lea, Flood 2014, "Fast Splittable Pseudorandom Number Generators".
public struct SplittableRandom: RandomNumberGenerator, Codable, Equatable, Sendable {
  private var state: UInt64
  private let gamma: UInt64

  /// Makes the generator of the given seed.
  public init(seed: UInt64) {
    self.init(state: mix(seed), gamma: 0x9E37_79B9_7F4A_7C15)
  }

  private init(state: UInt64, gamma: UInt64) {
    self.state = state
    self.gamma = gamma
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= gamma
    return mix(state)
  }

  /// An independent generator for the part of the work that bears `label`.
  public func split(_ label: String) -> SplittableRandom {
    // FNV-1a: String's own hash differs from run to run.
    split(label.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }

  /// An independent generator for the part of the work that bears a number.
  public func split(_ index: UInt64) -> SplittableRandom {
    let child = mix(state ^ mix(index &+ gamma))
    return SplittableRandom(state: child, gamma: mixGamma(child &+ gamma))
  }

  /// A number from 0 up to but not including 1, in steps of 2^-24.
  public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A number drawn from the normal distribution of mean 0 and variance 1.
  ///
  /// Box and Muller's transform in double precision; every call takes two draws.
  public mutating func normal() -> Float {
    let radius = (-2 * log(Double((next() >> 11) + 1) * 0x1p-53)).squareRoot()
    return Float(radius * cos(2 * Double.pi * Double(next() >> 11) * 0x1p-53))
  }
}

private func mix(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

/// An odd number whose bits change often enough, as the paper asks of a gamma.
private func mixGamma(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 33)) &* 0xFF51_AFD7_ED55_8CCD
  z = (z ^ (z >> 33)) &* 0xC4CE_B9FE_1A85_EC53
  z = (z ^ (z >> 33)) | 1
  let changes = (z ^ (z >> 1)).nonzeroBitCount
  return changes < 24 ? z ^ 0xAAAA_AAAA_AAAA_AAAA : z
}
