import Foundation
public import Tensors

/// Where a head looks in a text.
public struct HeadReading: Codable, Hashable, Sendable {
  /// A pair of tokens of which one looks at the other.
  public struct Look: Codable, Hashable, Sendable {
    /// The position that looks, and the one that is looked at.
    public var from: Int
    public var to: Int

    /// The share of its attention.
    @Figure public var attention: Double

    /// Makes a look.
    public init(from: Int, to: Int, attention: Double) {
      self.from = from
      self.to = to
      self.attention = attention
    }
  }

  /// The mean over positions but the first of the attention paid to the first token, to the token
  /// itself, and to the one before.
  @Figure public var first: Double
  @Figure public var itself: Double
  @Figure public var previous: Double

  /// The mean attention paid to the token behind an earlier occurrence of the same token: what an
  /// induction head does; NaN where no token occurs twice.
  @Figure public var induction: Double

  /// The mean entropy of where a position looks, in nats.
  @Figure public var entropy: Double

  /// The strongest looks at another token than the first, the strongest first.
  public var looks: [Look]

  /// Reads a pattern.
  ///
  /// - Parameters:
  ///   - pattern: The attention, shape `[query, key]`.
  ///   - tokens: The tokens' ids.
  ///   - limit: How many looks to keep.
  public init(_ pattern: Matrix, tokens: [Int], limit: Int = 12) {
    precondition(
      pattern.rows == tokens.count && pattern.columns == tokens.count,
      "HeadReading: [\(pattern.rows), \(pattern.columns)] for \(tokens.count) tokens")
    let queries = 1..<max(1, tokens.count)
    func mean(_ value: (Int) -> Double?) -> Double {
      let values = queries.compactMap(value)
      return values.reduce(0, +) / Double(values.count)
    }
    first = mean { Double(pattern[$0, 0]) }
    itself = mean { Double(pattern[$0, $0]) }
    previous = mean { Double(pattern[$0, $0 - 1]) }
    induction = mean { query in
      let places = (0..<query).filter { $0 > 0 && tokens[$0 - 1] == tokens[query] }
      return places.isEmpty ? nil : places.reduce(0) { $0 + Double(pattern[query, $1]) }
    }
    entropy = mean { query in
      (0...query).reduce(0) { sum, key in
        let share = Double(pattern[query, key])
        return share > 0 ? sum - share * log(share) : sum
      }
    }
    var strongest = Leaders<Look>(limit: limit)
    for query in queries {
      for key in 1..<max(1, query) {
        let share = Double(pattern[query, key])
        strongest.add(share) { Look(from: query, to: key, attention: share) }
      }
    }
    looks = strongest.items
  }
}
