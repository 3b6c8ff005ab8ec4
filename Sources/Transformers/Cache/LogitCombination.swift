/// A weighted sum of tokens' logits: one token's, the difference of two, or any other direction.
///
///     value = Σ_t weight[t] · logit[t]
public struct LogitCombination: Sendable, Equatable {
  /// A token and what its logit is multiplied by.
  public struct Term: Sendable, Equatable {
    /// The token.
    public var token: Int

    /// What its logit is multiplied by.
    public var weight: Float

    /// Makes a term.
    public init(token: Int, weight: Float) {
      self.token = token
      self.weight = weight
    }
  }

  /// The terms.
  public var terms: [Term]

  /// Makes a sum of terms.
  public init(_ terms: [Term]) { self.terms = terms }

  /// The logit of one token, less that of another if one is given.
  public init(right: Int, wrong: Int? = nil) {
    terms = [Term(token: right, weight: 1)]
    if let wrong { terms.append(Term(token: wrong, weight: -1)) }
  }

  /// The mean logit of some tokens less that of others.
  public init(meanOf right: [Int], lessMeanOf wrong: [Int]) {
    terms =
      right.map { Term(token: $0, weight: 1 / Float(right.count)) }
      + wrong.map { Term(token: $0, weight: -1 / Float(wrong.count)) }
  }

  /// The sum's value at a row of logits, in double precision.
  public func value(at logits: Span<Float>) -> Double {
    terms.reduce(0) { $0 + Double($1.weight) * Double(logits[$1.token]) }
  }
}
