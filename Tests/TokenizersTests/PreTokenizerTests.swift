import Testing

@testable import Tokenizers

@Suite struct PreTokenizerTests {
  private func pieces(_ text: String, _ preTokenizer: PreTokenizer) -> [String] {
    let source = AlignedText(text)
    let pieces = preTokenizer.split(Pieces(text: source, ranges: [0..<source.bytes.count]))
    return pieces.ranges.map { String(decoding: pieces.text.bytes[$0], as: UTF8.self) }
  }

  @Test(arguments: [
    (SplitBehavior.removed, ["the", "final", "countdown"]),
    (.isolated, ["the", "-", "final", "-", "-", "countdown"]),
    (.mergedWithPrevious, ["the-", "final-", "-", "countdown"]),
    (.mergedWithNext, ["the", "-final", "-", "-countdown"]),
    (.contiguous, ["the", "-", "final", "--", "countdown"]),
  ])
  func splits(behavior: SplitBehavior, expected: [String]) {
    let preTokenizer = PreTokenizer.split(.literal("-"), behavior, isInverted: false)
    #expect(pieces("the-final--countdown", preTokenizer) == expected)
  }

  @Test func invertedSplitsSwapTheParts() {
    let preTokenizer = PreTokenizer.split(.literal("-"), .removed, isInverted: true)
    #expect(pieces("a-b--c", preTokenizer) == ["-", "-", "-"])
  }

  @Test func digitsStandApart() {
    #expect(pieces("ab12½c", .digits(areApart: true)) == ["ab", "1", "2", "½", "c"])
    #expect(pieces("ab12½c", .digits(areApart: false)) == ["ab", "12½", "c"])
    #expect(pieces("x 12 y", .smollm) == ["x", " ", "1", "2", " y"])
  }

  @Test func prefixSpaceIsAddedOnce() {
    let preTokenizer = PreTokenizer.byteLevel(addsPrefixSpace: true, usesPattern: true)
    #expect(pieces("a b", preTokenizer) == [" a", " b"])
    #expect(pieces(" a", preTokenizer) == [" a"])
  }

  @Test func metaspaceMarksSpaces() {
    func metaspace(_ prepends: MetaspacePrepending, splits: Bool = true) -> PreTokenizer {
      .metaspace(replacement: "▁", prepends: prepends, splits: splits)
    }
    #expect(pieces("Hey  friend", metaspace(.always)) == ["▁Hey", "▁", "▁friend"])
    #expect(pieces(" Hey", metaspace(.first)) == ["▁Hey"])
    #expect(pieces("Hey you", metaspace(.never)) == ["Hey", "▁you"])
    #expect(pieces("Hey you", metaspace(.always, splits: false)) == ["▁Hey▁you"])
  }
}
