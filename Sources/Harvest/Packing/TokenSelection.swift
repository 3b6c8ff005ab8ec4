import Tensors

/// Which tokens of a text have rows: what `--positions` says.
public enum TokenSelection: Equatable, Sendable {
  /// Every token.
  case all

  /// The last of each sequence.
  case last

  /// The first token of each document, and every so many behind it.
  case every(Int)

  /// Each with this probability; whether a token is taken hangs on the seed, its document's id and
  /// its number in the document alone.
  case sample(Double)

  /// Those that touch an occurrence of a text, and so many before and behind it.
  case match(String, window: Int)

  /// Reads `all`, `last`, `every:N`, `sample:P` or `match:TEXT`.
  ///
  /// - Parameters:
  ///   - name: The selection.
  ///   - window: How many neighbours on each side a match takes along.
  /// - Throws: `HarvestError` with code `.badSelection`, which lists the forms there are.
  public init(named name: String, window: Int = 8) throws(HarvestError) {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let word = parts.count > 1 ? String(parts[1]) : ""
    switch (parts[0], Int(word), Double(word)) {
    case ("all", _, _) where parts.count == 1: self = .all
    case ("last", _, _) where parts.count == 1: self = .last
    case ("every", let step?, _) where step >= 1: self = .every(step)
    case ("sample", _, let share?) where share > 0 && share <= 1: self = .sample(share)
    case ("match", _, _) where !word.isEmpty: self = .match(word, window: window)
    default:
      throw HarvestError(
        code: .badSelection,
        message: "expected all, last, every:N, sample:P with 0 < P ≤ 1, or match:TEXT", path: name)
    }
  }

  /// The selection as it is written; nil for all, which needs no word.
  var name: String? {
    switch self {
    case .all: nil
    case .last: "last"
    case .every(let step): "every:\(step)"
    case .sample(let share): "sample:\(share)"
    case .match(let text, let window): "match:\(text) ±\(window)"
    }
  }

  /// Which tokens of a document's pieces are taken.
  ///
  /// - Parameters:
  ///   - pieces: The pieces, in their order.
  ///   - text: The document's text.
  ///   - documentID: What names the document.
  ///   - seed: The seed of a sample.
  /// - Returns: For each piece the taken tokens, counted from its first.
  func choices(
    from pieces: [TextPiece], text: String, documentID: String, seed: UInt64
  ) -> [[Int]] {
    switch self {
    case .all: return pieces.map { Array(0..<$0.tokens.count) }
    case .last: return pieces.map { [$0.tokens.count - 1] }
    case .every(let step):
      return pieces.map { piece in
        (0..<piece.tokens.count).filter { (piece.firstToken + $0) % step == 0 }
      }
    case .sample(let share):
      let random = SplittableRandom(seed: seed).split("positions").split(documentID)
      return pieces.map { piece in
        let source = piece.prompt.map { random.split(UInt64($0)) } ?? random
        return (0..<piece.tokens.count).filter { place in
          var draw = source.split(UInt64(piece.firstToken + place))
          return Double(draw.uniform()) < share
        }
      }
    case .match(let word, let window):
      return TokenMatches(of: word, window: window, in: pieces, text: text).choices
    }
  }
}
