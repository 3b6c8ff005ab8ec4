public import Transformers

/// How the tokens of two prompts of different lengths are paired.
public enum AlignmentRule: Codable, Hashable, Sendable {
  /// Not at all: the prompts must have the same length.
  case equalLengths
  /// The first with the first, as far as the shorter goes.
  case start
  /// The last with the last, as far as the shorter goes.
  case end
  /// Every position that is patched from with the same position, however the prompts go on.
  case index
}

/// Which position of a prompt that is changed each position of another stands for.
public struct Alignment: Hashable, Sendable {
  /// Two positions that stand for each other.
  public struct Pair: Hashable, Sendable {
    /// The position that is patched from.
    public var source: Int

    /// The position that is patched.
    public var target: Int

    /// Makes a pair.
    public init(source: Int, target: Int) {
      self.source = source
      self.target = target
    }
  }

  /// The pairs, by ascending position.
  public let pairs: [Pair]

  /// Pairs the positions of two prompts.
  ///
  /// - Parameters:
  ///   - sourceCount: How many tokens the prompt has that is patched from.
  ///   - targetCount: How many the prompt has that is patched.
  ///   - rule: How they are paired.
  /// - Throws: `AnalysisError` with code `.unalignedPrompts` when the lengths differ and the rule
  ///   does not say what to do, or a position has no partner where each must have one.
  public init(
    sourceCount: Int, targetCount: Int, by rule: AlignmentRule
  ) throws(AnalysisError) {
    let shorter = min(sourceCount, targetCount)
    switch rule {
    case .equalLengths:
      guard sourceCount == targetCount else {
        throw AnalysisError(
          code: .unalignedPrompts,
          message: """
            the clean and the corrupted prompt have \(sourceCount) and \(targetCount) tokens, in \
            the order of patching: give prompts of one length, or pair tokens with start, end or \
            index
            """, path: "prompts")
      }
      pairs = (0..<shorter).map { Pair(source: $0, target: $0) }
    case .start: pairs = (0..<shorter).map { Pair(source: $0, target: $0) }
    case .end:
      pairs = (0..<shorter).map {
        Pair(source: sourceCount - shorter + $0, target: targetCount - shorter + $0)
      }
    case .index:
      guard sourceCount <= targetCount else {
        throw AnalysisError(
          code: .unalignedPrompts,
          message: """
            \(sourceCount) tokens are patched from and \(targetCount) patched: pairing by index \
            needs a position to patch for each; pair with start or end
            """, path: "prompts")
      }
      pairs = (0..<sourceCount).map { Pair(source: $0, target: $0) }
    }
  }

  init(pairs: [Pair]) { self.pairs = pairs }

  /// The pairs of some positions that are patched from.
  ///
  /// - Parameters:
  ///   - positions: The positions.
  ///   - sourceCount: How many tokens the prompt has that is patched from.
  /// - Returns: Their pairs, by ascending position.
  /// - Throws: `TransformerError` with code `.positionOutOfRange`, `AnalysisError` with code
  ///   `.unalignedPrompts` when none of them has a partner.
  public func restricted(to positions: PositionSelection, sourceCount: Int) throws -> Alignment {
    let chosen = Set(try positions.positions(in: sourceCount))
    let kept = pairs.filter { chosen.contains($0.source) }
    guard !kept.isEmpty else {
      throw AnalysisError(
        code: .unalignedPrompts, message: "none of the positions has a partner to patch",
        path: "positions")
    }
    return Alignment(pairs: kept)
  }
}
