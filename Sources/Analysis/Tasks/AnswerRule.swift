import Foundation
import Tensors
import Tokenizers

/// What counts as the right answer at a place of a text.
public enum AnswerRule: Hashable, Sendable {
  /// This token is the likeliest.
  case token(Int)
  /// The likeliest token begins with these bytes, as `):` does with `)`.
  case beginning([UInt8])
  /// The likeliest token does not begin with these bytes.
  case notBeginning([UInt8])
  /// Of the tokens that begin with one of several texts, the likeliest begins with this one.
  case beginningAmong([UInt8], [[UInt8]])
  /// The likeliest token is a word with a capital, of more than two characters.
  case properNoun
  /// The likeliest token is none of these.
  case noneOf(Set<Int>)
}

/// Decides whether models are right, with the tables of a vocabulary.
struct AnswerJudge {
  let tokenizer: Tokenizer
  private var members: [[UInt8]: [Int]] = [:]

  init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// Whether a row of logits is right by a rule.
  mutating func isRight(_ logits: Span<Float>, by rule: AnswerRule) -> Bool {
    guard let likeliest = indexOfMaximum(logits) else { return false }
    switch rule {
    case .token(let token): return likeliest == token
    case .beginning(let bytes): return tokenizer.bytes(of: likeliest).starts(with: bytes)
    case .notBeginning(let bytes): return !tokenizer.bytes(of: likeliest).starts(with: bytes)
    case .noneOf(let tokens): return !tokens.contains(likeliest)
    case .properNoun: return isProperNoun(tokenizer.text(of: likeliest))
    case .beginningAmong(let right, let all):
      let rightBest = best(logits, beginning: right)
      for other in all where other != right && best(logits, beginning: other) >= rightBest {
        return false
      }
      return true
    }
  }

  /// The largest logit of the tokens that begin with some bytes.
  private mutating func best(_ logits: Span<Float>, beginning bytes: [UInt8]) -> Float {
    var best = -Float.infinity
    for token in tokens(beginning: bytes) where token < logits.count {
      best = max(best, logits[token])
    }
    return best
  }

  /// The probability of the tokens that a rule asks about; nil of rules that name no tokens.
  mutating func probability(_ logits: Span<Float>, by rule: AnswerRule) -> Double? {
    let asked: [Int]
    switch rule {
    case .token(let token): asked = [token]
    case .beginning(let bytes), .notBeginning(let bytes), .beginningAmong(let bytes, _):
      asked = tokens(beginning: bytes)
    case .properNoun, .noneOf: return nil
    }
    let all = logSumExp(logits)
    return asked.reduce(0) { sum, token in
      token < logits.count ? sum + exp(Double(logits[token]) - all) : sum
    }
  }

  private mutating func tokens(beginning bytes: [UInt8]) -> [Int] {
    if let known = members[bytes] { return known }
    let found = tokenizer.ids(
      startingWith: String(decoding: bytes, as: UTF8.self), allowingSpace: false)
    members[bytes] = found
    return found
  }
}

/// Whether a token's text may be a proper noun: more than two characters, the first of them but for
/// blanks a capital.
func isProperNoun(_ text: String) -> Bool {
  text.count > 2 && text.first { !$0.isWhitespace }?.isUppercase == true
}
