import Tensors
import TestSupport
import Testing

@testable import Corpora

@Suite struct BracketStructureTests {
  @Test func countsFromAfterTheOpenerToTheEndOfItsCloser() {
    #expect(depths("a(b[c]d)e") == "0011221100")
  }

  @Test func aCloserClosesWhatWasLeftOpenWithinIt() {
    #expect(depths("(a[b)c]") == "01122000")
  }

  @Test func aPromptThatBreaksOffExpectsItsInnermostCloser() {
    let text = "f({x: [1, 2"
    let end = BracketStructure(of: text).segment(at: text.utf8.count)
    #expect(end.depth == 3 && end.bracket?.closing == "]" && end.opener == 6)
  }

  @Test func angleBracketsCountWhenAskedFor() {
    #expect(depths("a<b>c") == "000000")
    let angled = BracketStructure(of: "a<b>c", brackets: Bracket.allCases)
    #expect(angled.segment(at: 2).bracket == .angle && angled.segmentCount == 3)
  }

  @Test func anEmptyTextHasOneSegment() {
    #expect(BracketStructure(of: "").segment(at: 0).depth == 0)
  }

  @Test(arguments: 0..<20)
  func agreesWithAStackReadAnewForEachByte(seed: Int) {
    var random = SplittableRandom(seed: UInt64(seed))
    let letters = Array("([{<)]}>a\u{E9}")
    let text = String((0..<60).map { _ in letters.randomElement(using: &random) ?? "a" })
    let structure = BracketStructure(of: text, brackets: Bracket.allCases)
    for offset in 0...text.utf8.count {
      let stack = stack(Array(text.utf8.prefix(offset)))
      let segment = structure.segment(at: offset)
      #expect(segment.depth == stack.count && segment.opener == stack.last)
    }
  }

  /// Where the open brackets stand after all of `bytes`.
  private func stack(_ bytes: [UInt8]) -> [Int] {
    var stack: [Int] = []
    for (offset, byte) in bytes.enumerated() {
      if Bracket.allCases.contains(where: { $0.openingByte == byte }) { stack.append(offset) }
      guard let closer = Bracket.allCases.first(where: { $0.closingByte == byte }) else { continue }
      let opener = stack.last { bytes[$0] == closer.openingByte }
      if let opener { stack.removeAll { $0 >= opener } }
    }
    return stack
  }

  private func depths(_ text: String) -> String {
    let structure = BracketStructure(of: text)
    return (0...text.utf8.count).map { "\(structure.segment(at: $0).depth)" }.joined()
  }
}
