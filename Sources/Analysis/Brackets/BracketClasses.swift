public import Tokenizers

/// The tokens of a vocabulary that are brackets, by symbol: those whose text begins with it, or
/// with a space and it.
///
/// `),` and ` ).` count as `)`. Case 003's notebook makes these classes; GPT-2's vocabulary has 53
/// tokens that begin with `(`, and 216 in all.
public struct BracketClasses: Hashable, Sendable {
  /// The opening symbols, then the closing ones in the same order.
  public static let symbols: [Character] = ["(", "[", "{", "<", ")", "]", "}", ">"]

  /// How many of the symbols open.
  public static let openingCount = 4

  /// The ids of each symbol's tokens, in the order of `symbols`.
  public let tokens: [[Int]]

  /// Takes classes as they are.
  ///
  /// - Parameter tokens: The ids of each symbol's tokens, in the order of `symbols`.
  public init(tokens: [[Int]]) {
    precondition(
      tokens.count == Self.symbols.count,
      "BracketClasses: \(tokens.count) classes for \(Self.symbols.count) symbols")
    self.tokens = tokens
  }

  /// Looks a vocabulary through.
  ///
  /// - Parameters:
  ///   - tokenizer: The tokenizer that has the vocabulary.
  ///   - idLimit: The first id that the model has no logit for.
  public init(of tokenizer: Tokenizer, below idLimit: Int = .max) {
    self.init(
      tokens: Self.symbols.map { symbol in
        tokenizer.ids(startingWith: String(symbol)).filter { $0 < idLimit }
      })
  }

  /// The tokens that open, symbol by symbol.
  public var opening: [Int] { tokens.prefix(Self.openingCount).flatMap(\.self) }

  /// The tokens that close, symbol by symbol.
  public var closing: [Int] { tokens.dropFirst(Self.openingCount).flatMap(\.self) }

  /// The place of a symbol among the classes; nil where it is none of them.
  public static func index(of symbol: some StringProtocol) -> Int? {
    symbol.count == 1 ? symbol.first.flatMap(symbols.firstIndex(of:)) : nil
  }
}
