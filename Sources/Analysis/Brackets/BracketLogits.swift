import Foundation
import Tensors

/// What one row of logits says of each bracket.
public struct BracketLogits: Hashable, Sendable {
  /// The sum of the logits of each symbol's tokens.
  public let sums: [Double]

  /// How many tokens each symbol has.
  public let counts: [Int]

  /// The logarithm of the sum of the exponentials of each symbol's logits.
  private let logMasses: [Double]

  /// The same of the whole vocabulary.
  private let logTotal: Double

  /// Reads a row of logits.
  ///
  /// - Parameters:
  ///   - logits: Shape `[dVocab]`.
  ///   - classes: The tokens of each symbol.
  public init(_ logits: Span<Float>, of classes: BracketClasses) {
    var (sums, logMasses): ([Double], [Double]) = ([], [])
    for tokens in classes.tokens {
      let values = tokens.map { Double(logits[$0]) }
      let largest = values.max() ?? 0  // Of no tokens the sum is zero, and its logarithm −∞.
      sums.append(values.reduce(0, +))
      logMasses.append(largest + log(values.reduce(0) { $0 + exp($1 - largest) }))
    }
    self.sums = sums
    self.logMasses = logMasses
    counts = classes.tokens.map(\.count)
    logTotal = logSumExp(logits)
  }

  /// The probability that the next token is a bracket.
  public var probability: Double { exp(logMass(of: logMasses.indices) - logTotal) }

  /// The probability of each symbol, given that the next token is a bracket.
  ///
  ///     p[s] = Σ_{t in s} softmax(logits)[t] / Σ_{t in any} softmax(logits)[t]
  public var conditionalProbabilities: [Double] {
    let all = logMass(of: logMasses.indices)
    return logMasses.map { exp($0 - all) }
  }

  /// The logarithm of the sum of some symbols' exponentials.
  func logMass(of symbols: some Sequence<Int>) -> Double {
    let masses = symbols.map { logMasses[$0] }
    let largest = masses.max() ?? -.infinity
    guard largest.isFinite else { return largest }
    return largest + log(masses.reduce(0) { $0 + exp($1 - largest) })
  }

  /// The mean logit of the tokens of some symbols.
  func mean(of symbols: some Sequence<Int>) -> Double {
    let symbols = Array(symbols)
    let count = symbols.reduce(0) { $0 + counts[$1] }
    return symbols.reduce(0) { $0 + sums[$1] } / Double(count)
  }
}
