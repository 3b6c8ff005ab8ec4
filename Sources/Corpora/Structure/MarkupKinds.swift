/// Where each kind of markup begins in a page.
struct MarkupKinds {
  /// The beginnings, in order; each kind reaches to the next.
  private(set) var starts: [(start: Int, kind: HTMLStructure.Kind)] = [(0, .text)]

  /// Records a piece of markup; `values` are those of its attributes.
  mutating func record(_ piece: MarkupScanner.Piece, _ values: [Range<Int>]) {
    switch piece.kind {
    case .comment: append(piece.range.lowerBound, .comment)
    case .declaration: append(piece.range.lowerBound, .declaration)
    case .cdata: append(piece.range.lowerBound, .text)
    case .startTag, .endTag:
      append(piece.range.lowerBound, .tag)
      for value in values where !value.isEmpty {
        append(value.lowerBound, .attributeValue)
        append(value.upperBound, .tag)
      }
    }
    append(piece.range.upperBound, .text)
  }

  /// Records that a kind begins; what began at the same place was empty.
  mutating func append(_ start: Int, _ kind: HTMLStructure.Kind) {
    if let last = starts.last, last.start == start { starts.removeLast() }
    starts.append((start, kind))
  }
}
