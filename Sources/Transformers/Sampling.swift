import Glibc
public import Tensors

/// How a next token is drawn from logits.
///
/// The logits are divided by the temperature, then all but the `topK` largest are dropped, then all
/// but the fewest of the likeliest whose probabilities reach `topP`; one of the rest is drawn by
/// its probability. Of equal logits the token with the lower id comes first.
///
/// Source: Holtzman et al. 2020, <https://arxiv.org/abs/1904.09751>, for `topP`.
public struct Sampling: Sendable, Equatable {
  /// What logits are divided by; at 0 the likeliest token is always taken.
  public var temperature: Double

  /// How many of the likeliest tokens may be drawn; nil for all.
  public var topK: Int?

  /// The probability that the tokens that may be drawn have together; nil for 1.
  public var topP: Double?

  /// Makes a way to draw tokens.
  public init(temperature: Double = 1, topK: Int? = nil, topP: Double? = nil) {
    precondition(
      temperature >= 0 && topK ?? 1 >= 1 && topP ?? 1 > 0,
      "Sampling: temperature \(temperature), topK \(topK ?? 0), topP \(topP ?? 1)")
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
  }

  /// Takes the likeliest token.
  public static let greedy = Sampling(temperature: 0)

  /// Draws a token.
  ///
  /// - Parameters:
  ///   - logits: The logit of each token.
  ///   - random: Where chance comes from; not asked at temperature 0.
  /// - Returns: The token; nil where no logit is above −∞. One that is NaN is never drawn.
  public func token(
    from logits: Span<Float>, using random: inout SplittableRandom
  ) -> Int? {
    guard let likeliest = indexOfMaximum(logits) else { return nil }
    let maximum = logits[likeliest]
    guard temperature > 0 && maximum < .infinity else { return likeliest }
    var weights = logits.indices.map { token in
      let weight = exp(Double(logits[token] - maximum) / temperature)
      return (token: token, weight: weight.isNaN ? 0 : weight)
    }
    weights.sort { ($1.weight, $0.token) < ($0.weight, $1.token) }
    if let topK { weights.removeSubrange(min(topK, weights.count)...) }
    if let topP { weights.removeSubrange(count(of: weights.map(\.weight), reaching: topP)...) }
    var rest = Double(random.uniform()) * weights.reduce(0) { $0 + $1.weight }
    for (token, weight) in weights {
      rest -= weight
      if rest < 0 { return token }
    }
    return weights.last { $0.weight > 0 }?.token
  }

  /// How many of the first weights are needed for a share of their sum.
  private func count(of weights: [Double], reaching share: Double) -> Int {
    var missing = share * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      missing -= weight
      if missing <= 0 { return index + 1 }
    }
    return weights.count
  }
}
