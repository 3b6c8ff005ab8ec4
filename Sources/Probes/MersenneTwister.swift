/// The Mersenne Twister as NumPy's `RandomState(seed)` has it.
///
/// It serves to repeat what scikit-learn does under `random_state`; all else here is drawn from
/// `SplittableRandom`.
///
/// Source: Matsumoto, Nishimura 1998, "Mersenne Twister"; NumPy's `mt19937_seed`.
public struct MersenneTwister: Sendable {
  private static let size = 624

  private var state: [UInt32]
  private var position = size

  /// Makes the generator of a seed.
  public init(seed: UInt32) {
    state = [seed]
    for index in 1..<Self.size {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
    }
  }

  /// The next 32 random bits.
  public mutating func next() -> UInt32 {
    if position == Self.size { twist() }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  private mutating func twist() {
    for index in 0..<Self.size {
      let upper = state[index] & 0x8000_0000
      let y = upper | (state[(index + 1) % Self.size] & 0x7FFF_FFFF)
      let twisted = (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
      state[index] = state[(index + 397) % Self.size] ^ twisted
    }
    position = 0
  }

  /// A number from 0 to `maximum`, itself among them: bits are drawn until they are small enough.
  public mutating func next(through maximum: UInt32) -> UInt32 {
    guard maximum > 0 else { return 0 }
    let mask = UInt32.max >> UInt32(maximum.leadingZeroBitCount)
    while true {
      let value = next() & mask
      if value <= maximum { return value }
    }
  }

  /// The numbers below `count` in random order: `RandomState.permutation(count)`.
  public mutating func permutation(_ count: Int) -> [Int] {
    precondition(count >= 0 && count <= Int(UInt32.max), "permutation of \(count)")
    var result = Array(0..<count)
    for index in stride(from: count - 1, to: 0, by: -1) {
      result.swapAt(index, Int(next(through: UInt32(index))))
    }
    return result
  }
}
