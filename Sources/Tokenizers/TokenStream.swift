import Dispatch

/// Turns a text that comes in parts into its tokens, in memory that does not grow with it.
///
///     var stream = TokenStream(tokenizer)
///     while let bytes = next() { count += stream.take(bytes).count }
///     count += stream.finish().count
///
/// The tokens are those of the whole text: it is cut only where that makes no difference (before a
/// space that follows a word, for most tokenizers). Where a tokenizer's settings leave no such place,
/// and along a stretch of text without one, the text is held until its end.
public struct TokenStream {
  private let tokenizer: Tokenizer
  private let parsingSpecialTokens: Bool
  private let rule: CutRule?
  private let workers: [Worker]

  /// The bytes that have no tokens yet.
  private var pending: [UInt8] = []

  /// How many bytes of text came before them, as repaired.
  private var offset = 0

  /// Whether the tokens so far end in text, and not in an added token.
  private var continues = false

  /// How many bytes of `pending` were found to have no cut.
  private var searchedCount = 0

  /// The text that one thread encodes at a time.
  private let partByteCount: Int

  /// Begins a text.
  ///
  /// - Parameters:
  ///   - tokenizer: The tokenizer.
  ///   - parsingSpecialTokens: As for `Tokenizer.encode`.
  ///   - threadCount: How many threads encode; the tokens do not depend on it.
  public init(_ tokenizer: Tokenizer, parsingSpecialTokens: Bool = true, threadCount: Int = 1) {
    self.init(
      tokenizer, parsingSpecialTokens: parsingSpecialTokens, threadCount: threadCount,
      partByteCount: 1 << 20)
  }

  init(
    _ tokenizer: Tokenizer, parsingSpecialTokens: Bool, threadCount: Int, partByteCount: Int
  ) {
    self.tokenizer = tokenizer
    self.parsingSpecialTokens = parsingSpecialTokens
    self.partByteCount = partByteCount
    rule = CutRule(tokenizer)
    // A normalizer that puts something before a text must know how the part before ended.
    let isSequential = tokenizer.normalizer?.continuing != tokenizer.normalizer
    workers = (0..<(isSequential ? 1 : max(threadCount, 1))).map { _ in Worker(tokenizer) }
  }

  /// Takes the next bytes of the text; those that are no UTF-8 become U+FFFD.
  ///
  /// - Parameter bytes: The bytes; a character may be cut in two.
  /// - Returns: The next tokens of the whole text, as far as they are settled.
  public mutating func take(_ bytes: some Collection<UInt8>) -> [Token] {
    pending += bytes
    guard pending.count >= workers.count * partByteCount, pending.count >= 2 * searchedCount else {
      return []
    }
    return encode(parts(isEnd: false))
  }

  /// Ends the text.
  ///
  /// - Returns: The rest of its tokens.
  public mutating func finish() -> [Token] { encode(parts(isEnd: true)) }

  /// The parts of the pending bytes that can be encoded by themselves.
  private mutating func parts(isEnd: Bool) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = 0
    var length = partByteCount
    while let rule, start + length <= pending.count {
      if let cut = rule.lastCut(in: pending, start..<start + length) {
        parts.append(start..<cut)
        (start, length) = (cut, partByteCount)
      } else {
        length *= 2
      }
    }
    if isEnd && start < pending.count {
      parts.append(start..<pending.count)
      start = pending.count
    }
    searchedCount = parts.isEmpty ? pending.count : 0
    return parts
  }

  private mutating func encode(_ parts: [Range<Int>]) -> [Token] {
    let (pending, workers, continues) = (pending, workers, continues)
    let (tokenizer, parsing) = (tokenizer, parsingSpecialTokens)
    DispatchQueue.concurrentPerform(iterations: workers.count) { index in
      workers[index].results.removeAll()
      var continues = continues
      for part in stride(from: index, to: parts.count, by: workers.count) {
        let result = workers[index].encode(
          pending[parts[part]], tokenizer, continuing: continues, parsingSpecialTokens: parsing)
        workers[index].results.append(result)
        continues = result.endsInText
      }
    }
    var tokens: [Token] = []
    for part in parts.indices {
      let result = workers[part % workers.count].results[part / workers.count]
      for token in result.tokens {
        let range = token.range.lowerBound + offset..<token.range.upperBound + offset
        tokens.append(Token(id: token.id, range: range))
      }
      offset += result.byteCount
      self.continues = result.endsInText
    }
    self.pending.removeSubrange(..<(parts.last?.upperBound ?? 0))
    return tokens
  }
}

/// What one thread encodes with, and what it made of its parts.
private final class Worker: @unchecked Sendable {
  /// The tokens of a part, from its start.
  struct Result {
    let tokens: [Token]
    let byteCount: Int
    let endsInText: Bool
  }

  private var encoder: PieceEncoder
  var results: [Result] = []

  init(_ tokenizer: Tokenizer) { encoder = PieceEncoder(model: tokenizer.model) }

  func encode(
    _ bytes: ArraySlice<UInt8>, _ tokenizer: Tokenizer, continuing: Bool,
    parsingSpecialTokens: Bool
  ) -> Result {
    let text = AlignedText(String(decoding: bytes, as: UTF8.self))
    let tokens = tokenizer.encode(
      text, continuing: continuing, parsingSpecialTokens: parsingSpecialTokens, &encoder)
    let count = text.bytes.count
    let endsInAdded = tokens.last.map { last in
      last.range.upperBound == count && tokenizer.addedIds.contains(last.id)
    }
    return Result(tokens: tokens, byteCount: count, endsInText: count > 0 && endsInAdded != true)
  }
}
