/// A number that says how much a model prefers the right bracket.
///
/// `openness` and `symbol` are those of case 003's notebook, to the letter. Both, and `symbolRest`,
/// add up logits of classes of different sizes, in GPT-2 53 tokens of `(` and 11 of `{`. So they
/// change with the constant that may be added to all logits, and mean something only where the
/// unembedding is centred. A rare token such as ` (£` weighs as much as `)` in all but the odds.
public enum BracketMetric: String, Codable, Hashable, Sendable, CaseIterable {
  /// The sum of the logits of the side that is right, less that of the other side.
  case openness
  /// The mean logit of the side that is right, less that of the other side.
  case opennessMean = "openness-mean"
  /// The logarithm of the odds of the side that is right, given a bracket.
  case opennessLogOdds = "openness-log-odds"
  /// Twice the sum of the right symbol's logits, less the mean of all eight sums.
  case symbol
  /// The sum of the right symbol's logits, less the mean of the other seven sums: what the notebook
  /// says in words.
  case symbolRest = "symbol-rest"
  /// The mean logit of the right symbol, less the mean of the other symbols' mean logits.
  case symbolMean = "symbol-mean"
  /// The logarithm of the odds of the right symbol, given a bracket.
  case symbolLogOdds = "symbol-log-odds"

  /// The number.
  ///
  /// - Parameters:
  ///   - logits: What a row of logits says of each bracket.
  ///   - answer: The right symbol, by its place among `BracketClasses.symbols`.
  /// - Returns: The number; NaN where it needs a symbol of which the vocabulary has no token.
  public func value(at logits: BracketLogits, answer: Int) -> Double {
    let all = BracketClasses.symbols.indices
    let opening = 0..<BracketClasses.openingCount
    let closing = opening.upperBound..<all.upperBound
    let (right, wrong) = opening.contains(answer) ? (opening, closing) : (closing, opening)
    let others = all.filter { $0 != answer }
    func sum(_ symbols: some Sequence<Int>) -> Double { symbols.reduce(0) { $0 + logits.sums[$1] } }
    switch self {
    case .openness: return sum(right) - sum(wrong)
    case .opennessMean: return logits.mean(of: right) - logits.mean(of: wrong)
    case .opennessLogOdds: return logits.logMass(of: right) - logits.logMass(of: wrong)
    case .symbol: return 2 * logits.sums[answer] - sum(all) / Double(all.count)
    case .symbolRest: return logits.sums[answer] - sum(others) / Double(others.count)
    case .symbolMean:
      let means = others.map { logits.mean(of: [$0]) }
      return logits.mean(of: [answer]) - mean(means)
    case .symbolLogOdds: return logits.logMass(of: [answer]) - logits.logMass(of: others)
    }
  }
}
