/// Makes the vocabulary of a byte-level tokenizer from a corpus.
///
/// Text is cut into pieces as encoding will cut it, and the pieces are counted. Beginning from the
/// 256 bytes, the pair of neighbouring tokens that occurs most often in them becomes a token, again
/// and again, until the vocabulary is as large as asked for or no pair occurs often enough. Of pairs
/// that occur equally often the one with the smaller ids goes first, so that the same texts, in
/// whatever order, give the same vocabulary.
///
/// Source: Sennrich, Haddow, Birch 2016, <https://arxiv.org/abs/1508.07909>, algorithm 1; with ids and
/// ties as `BpeTrainer` of Hugging Face's tokenizers 0.23 has them.
public struct BytePairTrainer: Sendable {
  /// How many tokens the vocabulary is to have, the special ones and the 256 bytes among them.
  public let vocabularySize: Int

  /// The tokens that are no text, which get the first ids.
  public let specialTokens: [String]

  /// How often a pair must occur to become a token.
  public let minimumFrequency: Int

  let preTokenizer: PreTokenizer
  private(set) var pieceCounts: [ArraySlice<UInt8>: Int] = [:]

  /// Makes a trainer that has seen no text.
  ///
  /// - Parameters:
  ///   - vocabularySize: How many tokens the vocabulary is to have.
  ///   - specialTokens: The tokens that are no text; the first opens and closes sequences.
  ///   - minimumFrequency: How often a pair must occur to become a token.
  ///   - cut: An expression, each match of which is a piece by itself before GPT-2's pattern cuts the
  ///     rest: `</?|>` keeps the marks of tags apart from what touches them. Nil for none.
  /// - Throws: `TokenizerError` where the vocabulary cannot hold the bytes and special tokens, or
  ///   the expression is none.
  public init(
    vocabularySize: Int, specialTokens: [String] = ["<|endoftext|>"], minimumFrequency: Int = 2,
    cut: String? = nil
  ) throws(TokenizerError) {
    let least = 256 + specialTokens.count
    guard vocabularySize >= least && vocabularySize <= Vocabulary.idLimit else {
      throw TokenizerError(
        code: .inconsistent,
        message: """
          a vocabulary of \(vocabularySize) tokens: expected from \(least), the bytes and \
          \(specialTokens.count) special, to \(Vocabulary.idLimit)
          """, path: "tokenizer training")
    }
    self.vocabularySize = vocabularySize
    self.specialTokens = specialTokens
    self.minimumFrequency = minimumFrequency
    preTokenizer = try Self.preTokenizer(cut: cut)
  }

  private static func preTokenizer(cut: String?) throws(TokenizerError) -> PreTokenizer {
    guard let cut else { return .gpt2 }
    do {
      return .sequence([.split(try Pattern(expression: cut), .isolated, isInverted: false), .gpt2])
    } catch {
      throw TokenizerError(
        code: .syntax, message: "the expression '\(cut)' cannot be read: \(error)",
        path: "tokenizer training")
    }
  }

  /// Counts the pieces of a text.
  public mutating func add(_ text: String) {
    let aligned = AlignedText(text)
    let whole = Pieces(text: aligned, ranges: [0..<aligned.bytes.count])
    let pieces = preTokenizer.split(whole)
    for range in pieces.ranges { pieceCounts[pieces.text.bytes[range], default: 0] += 1 }
  }

  /// The vocabulary of the texts that were added.
  public func trained() -> TrainedVocabulary {
    var merging = CountedMerging(
      pieces: pieceCounts, firstID: UInt32(specialTokens.count), size: vocabularySize)
    while merging.tokens.count < vocabularySize {
      guard let pair = merging.mostFrequentPair(atLeast: max(minimumFrequency, 1)) else { break }
      merging.merge(pair)
    }
    return TrainedVocabulary(
      specialTokens: specialTokens, tokens: Array(merging.tokens.dropFirst(specialTokens.count)),
      merges: merging.merges, preTokenizer: preTokenizer)
  }
}
