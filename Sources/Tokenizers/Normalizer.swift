/// How a text is changed before it is cut into pieces.
indirect enum Normalizer: Hashable, Sendable {
  /// A Unicode normalization form.
  case unicode(NormalizationForm)
  /// Every character in lower case, each by itself.
  case lowercase
  /// Combining marks (`M`) go; after NFD, accents.
  case withoutMarks
  /// White space goes from the ends.
  case strip(left: Bool, right: Bool)
  /// Each match becomes other text.
  case replace(Pattern, with: String)
  /// Text put before a text that is not empty.
  case prepend(String)
  /// One after the other.
  case sequence([Normalizer])

  /// A part of a text in its normal form.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - range: The part.
  /// - Returns: A text and the range in it that is the part's normal form; the very text and range
  ///   given where nothing changes.
  func normalize(_ text: AlignedText, _ range: Range<Int>) -> (AlignedText, Range<Int>) {
    switch self {
    case .unicode(let form):
      return rewriting(text, range, form.changes(in: text.bytes.span.extracting(range)))
    case .lowercase:
      return rewriting(text, range, lowercaseChanges(in: text.bytes.span.extracting(range)))
    case .withoutMarks:
      return rewriting(text, range, markChanges(in: text.bytes.span.extracting(range)))
    case .strip(let left, let right):
      let kept = withoutSpaces(text.bytes.span.extracting(range), left: left, right: right)
      return (text, range.lowerBound + kept.lowerBound..<range.lowerBound + kept.upperBound)
    case .replace(let pattern, let replacement):
      var matches: [Range<Int>] = []
      pattern.appendMatches(in: text.bytes.span.extracting(range), base: 0, to: &matches)
      let bytes = Array(replacement.utf8)
      return rewriting(text, range, matches.map { TextChange(range: $0, bytes: bytes) })
    case .prepend(let prefix):
      guard !range.isEmpty else { return (text, range) }
      return rewriting(text, range, [TextChange(range: 0..<0, bytes: Array(prefix.utf8))])
    case .sequence(let steps):
      return steps.reduce((text, range)) { part, step in step.normalize(part.0, part.1) }
    }
  }
}

/// Bytes to put in the place of a range.
struct TextChange {
  let range: Range<Int>
  let bytes: [UInt8]
}

/// Makes changes to a part of a text; their ranges count from the part's start, in order.
private func rewriting(
  _ text: AlignedText, _ range: Range<Int>, _ changes: [TextChange]
) -> (AlignedText, Range<Int>) {
  guard !changes.isEmpty else { return (text, range) }
  let base = range.lowerBound
  var rewriting = AlignedText.Rewriting(of: text)
  var start = base
  for change in changes {
    rewriting.keep(start..<base + change.range.lowerBound)
    start = base + change.range.upperBound
    rewriting.replace(base + change.range.lowerBound..<start, with: change.bytes)
  }
  rewriting.keep(start..<range.upperBound)
  let count = rewriting.count
  return (rewriting.finish(at: range.upperBound), 0..<count)
}

private func markChanges(in text: Span<UInt8>) -> [TextChange] {
  let marks = ScalarSet(category: "M") ?? ScalarSet()
  var changes: [TextChange] = []
  var index = 0
  while index < text.count {
    let (value, length) = scalar(of: text, at: index)
    if marks.contains(value) {
      changes.append(TextChange(range: index..<index + length, bytes: []))
    }
    index += length
  }
  return changes
}

/// The part of a text without the white space at its ends; nothing at its end where all is.
private func withoutSpaces(_ text: Span<UInt8>, left: Bool, right: Bool) -> Range<Int> {
  var kept: Range<Int>?
  var index = 0
  while index < text.count {
    let (value, length) = scalar(of: text, at: index)
    if Unicode.Scalar(value)?.properties.isWhitespace == false {
      kept = (kept?.lowerBound ?? index)..<index + length
    }
    index += length
  }
  guard let kept else { return left || right ? text.count..<text.count : 0..<text.count }
  return (left ? kept.lowerBound : 0)..<(right ? kept.upperBound : text.count)
}

private func lowercaseChanges(in text: Span<UInt8>) -> [TextChange] {
  var changes: [TextChange] = []
  var index = 0
  while index < text.count {
    let (value, length) = scalar(of: text, at: index)
    if let scalar = Unicode.Scalar(value), scalar.properties.changesWhenLowercased {
      let bytes = Array(scalar.properties.lowercaseMapping.utf8)
      changes.append(TextChange(range: index..<index + length, bytes: bytes))
    }
    index += length
  }
  return changes
}
