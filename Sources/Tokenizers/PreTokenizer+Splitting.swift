/// A text and the pieces of it, in order.
struct Pieces {
  var text: AlignedText
  var ranges: [Range<Int>]
}

extension PreTokenizer {
  /// Cuts each piece into smaller ones.
  func split(_ pieces: Pieces) -> Pieces {
    switch self {
    case .none: return pieces
    case .split(let pattern, let behavior, let isInverted):
      return cut(pieces, behavior, isInverted: isInverted) { text, base, matches in
        pattern.appendMatches(in: text, base: base, to: &matches)
      }
    case .digits(let areApart):
      return cut(
        pieces, areApart ? .isolated : .contiguous, isInverted: false, by: appendNumbers)
    case .byteLevel(let addsPrefixSpace, let usesPattern):
      let prefixed = addsPrefixSpace ? prefixing(pieces, with: " ") : pieces
      return usesPattern ? tiled(prefixed, by: .gpt2) : prefixed
    case .metaspace(let replacement, let prepends, let splits):
      let rewritten = replacingSpaces(pieces, replacement, prepends)
      let mark = Pattern.literal(replacement)
      guard splits else { return rewritten }
      return cut(rewritten, .mergedWithNext, isInverted: false) { text, base, matches in
        mark.appendMatches(in: text, base: base, to: &matches)
      }
    case .sequence(let steps):
      return steps.reduce(pieces) { pieces, step in step.split(pieces) }
    }
  }
}

/// Cuts each piece by a pattern whose matches tile it.
private func tiled(_ pieces: Pieces, by pattern: Pattern) -> Pieces {
  let text = pieces.text.bytes.span
  var ranges: [Range<Int>] = []
  ranges.reserveCapacity(max(pieces.ranges.count, text.count / 4))
  for piece in pieces.ranges {
    pattern.appendMatches(in: text.extracting(piece), base: piece.lowerBound, to: &ranges)
  }
  return Pieces(text: pieces.text, ranges: ranges)
}

/// Cuts each piece at the matches that a function finds in it.
private func cut(
  _ pieces: Pieces, _ behavior: SplitBehavior, isInverted: Bool,
  by appendMatches: (Span<UInt8>, _ base: Int, inout [Range<Int>]) -> Void
) -> Pieces {
  let text = pieces.text.bytes.span
  var cutter = Cutter(behavior: behavior, isInverted: isInverted)
  var matches: [Range<Int>] = []
  for piece in pieces.ranges {
    matches.removeAll(keepingCapacity: true)
    appendMatches(text.extracting(piece), piece.lowerBound, &matches)
    cutter.cut(piece, at: matches)
  }
  return Pieces(text: pieces.text, ranges: cutter.pieces)
}

/// Puts matches and what lies between them together into pieces.
private struct Cutter {
  let behavior: SplitBehavior
  let isInverted: Bool
  private(set) var pieces: [Range<Int>] = []
  private var pending: Range<Int>?
  private var pendingIsMatch = false

  init(behavior: SplitBehavior, isInverted: Bool) {
    self.behavior = behavior
    self.isInverted = isInverted
  }

  mutating func cut(_ piece: Range<Int>, at matches: [Range<Int>]) {
    var end = piece.lowerBound
    for match in matches {
      take(end..<match.lowerBound, isMatch: isInverted)
      take(match, isMatch: !isInverted)
      end = match.upperBound
    }
    take(end..<piece.upperBound, isMatch: isInverted)
    finish()
  }

  private mutating func take(_ range: Range<Int>, isMatch: Bool) {
    guard !range.isEmpty else { return }
    switch behavior {
    case .removed where isMatch: break
    case .removed, .isolated: pieces.append(range)
    case .contiguous: take(range, isMatch, joins: isMatch == pendingIsMatch)
    case .mergedWithPrevious: take(range, isMatch, joins: isMatch && !pendingIsMatch)
    case .mergedWithNext: take(range, isMatch, joins: !isMatch && pendingIsMatch)
    }
  }

  private mutating func take(_ range: Range<Int>, _ isMatch: Bool, joins: Bool) {
    if joins, let start = pending?.lowerBound {
      pending = start..<range.upperBound
    } else {
      if let pending { pieces.append(pending) }
      pending = range
    }
    pendingIsMatch = isMatch
  }

  private mutating func finish() {
    if let pending { pieces.append(pending) }
    pending = nil
    pendingIsMatch = false
  }
}

private func appendNumbers(
  in text: Span<UInt8>, base: Int, to matches: inout [Range<Int>]
) {
  let classes = ScalarClasses.shared
  var index = 0
  while index < text.count {
    let (kind, length) = classes.classify(text, at: index)
    if kind == .number { matches.append(base + index..<base + index + length) }
    index += length
  }
}

/// Puts a prefix before each piece that does not begin with it.
private func prefixing(_ pieces: Pieces, with prefix: String) -> Pieces {
  rewriting(pieces) { piece, rewriting in
    let bytes = pieces.text.bytes[piece]
    if !bytes.starts(with: prefix.utf8) {
      rewriting.replace(piece.lowerBound..<piece.lowerBound, with: Array(prefix.utf8))
    }
    rewriting.keep(piece)
  }
}

private func replacingSpaces(
  _ pieces: Pieces, _ replacement: String, _ prepends: MetaspacePrepending
) -> Pieces {
  let mark = Array(replacement.utf8)
  let bytes = pieces.text.bytes
  return rewriting(pieces) { piece, rewriting in
    let start = piece.lowerBound
    let isMarked = bytes[piece].first == UInt8(ascii: " ") || bytes[piece].starts(with: mark)
    let isFirst = pieces.text.source(of: start) == 0
    if !isMarked && (prepends == .always || prepends == .first && isFirst) {
      rewriting.replace(start..<start, with: mark)
    }
    for index in piece {
      if bytes[index] == UInt8(ascii: " ") {
        rewriting.replace(index..<index + 1, with: mark)
      } else {
        rewriting.keep(index..<index + 1)
      }
    }
  }
}

/// Rewrites each piece, and drops what lay between pieces.
private func rewriting(
  _ pieces: Pieces, _ rewrite: (Range<Int>, inout AlignedText.Rewriting) -> Void
) -> Pieces {
  var rewriting = AlignedText.Rewriting(of: pieces.text)
  var ranges: [Range<Int>] = []
  for piece in pieces.ranges {
    let start = rewriting.count
    rewrite(piece, &rewriting)
    ranges.append(start..<rewriting.count)
  }
  let end = pieces.ranges.last?.upperBound ?? 0
  return Pieces(text: rewriting.finish(at: end), ranges: ranges)
}
