/// How a rotary model's frequencies are lowered so that it reads longer texts than it first did.
public enum RotaryScaling: Sendable, Equatable {
  /// Every frequency is divided by a factor (Chen et al. 2023).
  case linear(factor: Double)

  /// Low frequencies are divided by a factor, high ones kept, those between blended (Llama 3.1).
  ///
  /// A frequency is high when a turn takes less than `originalContext / high` positions, and low
  /// when it takes more than `originalContext / low`.
  case byParts(factor: Double, low: Double, high: Double, originalContext: Double)

  /// Each pair's frequency is divided by a factor of its own, as a GGUF file keeps Llama 3's.
  case byPair([Double])

  /// The frequency that takes the place of a pair's.
  ///
  ///     turns = originalContext · frequency / 2 π
  ///     blend = (turns − low) / (high − low), held within 0 and 1
  ///     result = blend · frequency + (1 − blend) · frequency / factor
  ///
  /// Source: `_compute_llama3_parameters` of transformers.
  public func frequency(insteadOf frequency: Double, ofPair pair: Int) -> Double {
    switch self {
    case .linear(let factor): return frequency / factor
    case .byParts(let factor, let low, let high, let originalContext):
      let turns = originalContext * frequency / (2 * .pi)
      let blend = min(max((turns - low) / (high - low), 0), 1)
      return blend * frequency + (1 - blend) * frequency / factor
    case .byPair(let factors): return frequency / factors[pair]
    }
  }
}
