import TestSupport
import Testing

@testable import Corpora

@Suite struct HTMLStructureTests {
  @Test(arguments: 0..<60)
  func agreesWithAPlainStackMachineOnWellFormedPages(seed: Int) throws {
    let html = RandomPage.write(seed: UInt64(seed))
    let structure = try HTMLStructure(of: html)
    let states = PlainStackMachine.states(of: html)
    #expect(states.count == structure.byteCount + 1)
    var walk = structure.walk()
    for (offset, expected) in states.enumerated() {
      let segment = walk.segment(at: offset)
      #expect(segment == structure.segment(at: offset))
      guard state(segment) != expected else { continue }
      Issue.record("byte \(offset): \(segment), expected \(expected) in \(html)")
      return
    }
  }

  @Test func anUnclosedParagraphEndsWhereTheNextBegins() throws {
    let found = try depths("<p>a<p>b")
    #expect(found == "0001" + "0001" + "1")
  }

  @Test func anItemEndsWithTheNextItemOrItsList() throws {
    #expect(try depths("<ul><li>a<li>b</ul>c") == "0000" + "11112" + "11112" + "11111" + "0" + "0")
  }

  @Test func impliedElementsDoNotCount() throws {
    let found = try depths("<table><tr><td>x</table>")
    #expect(found == "0000000" + "1111" + "2222" + "3" + "11111111" + "0")
  }

  @Test func overlappingElementsAreBothOpen() throws {
    let html = "<b>1<p>2</b>3</p>"
    #expect(try depths(html) == "000" + "1" + "111" + "2" + "2222" + "1" + "1111" + "0")
    let two = try HTMLStructure(of: html).segment(at: 7)
    #expect(two.element == "p" && two.expectedCloser == "</p>" && two.opener == 4)
  }

  @Test func aFormattingElementStaysOpenThroughItsCopies() throws {
    let found = try HTMLStructure(of: "<p><b>x<p>y</b>").segment(at: 10)
    #expect(found.element == "p" && found.closes == "b" && found.depth == 2)
  }

  @Test func theCloserIsThatOfTheInnermostElementThatHasOne() throws {
    let html = "<div><span><p>x</div>"
    let segment = try HTMLStructure(of: html).segment(at: 14)
    #expect(segment.depth == 3 && segment.element == "p" && segment.elementStart == 11)
    #expect(segment.expectedCloser == "</div>" && segment.opener == 0)
  }

  @Test func elementsAreOpenAtTheEndOfAPageThatBreaksOff() throws {
    let html = "<body><h1>Title here"
    let end = try HTMLStructure(of: html).segment(at: html.utf8.count)
    #expect(end.range == 10..<20 && end.depth == 2 && end.element == "h1" && end.closes == nil)
  }

  @Test func aFormEndsAtItsEndTagThoughGumboKeepsNoNoteOfIt() throws {
    #expect(try depths("<form>a</form>b") == "000000" + "1" + "1111111" + "0" + "0")
    #expect(
      try depths("<form><div></form>a</div>").dropLast() == "000000" + "11111" + "2222222"
        + "1111111")
  }

  @Test func strayEndTagsAreTagsAndCloseNothing() throws {
    let structure = try HTMLStructure(of: "<div>a</p></b>c</div>")
    #expect(structure.segment(at: 12).kind == .tag && structure.segment(at: 12).depth == 1)
    #expect(structure.segment(at: 14).kind == .text)
  }

  @Test func tellsKindsApart() throws {
    let html = "<!doctype a><!--b--><i c=\"d>\" e=f g='' h>t</i><?x?></ y><script><!--</script>"
    #expect(
      try kinds(html)
        == "DDDDDDDDDDDD" + "CCCCCCCC" + "TTTTTTAATTTTATTTTTTTT" + "." + "TTTT" + "CCCCC" + "CCCCC"
        + "TTTTTTTT" + "...." + "TTTTTTTTT" + ".")
  }

  @Test func tagsAfterAnEmptyEndTagStandWhereTheyStand() throws {
    #expect(try depths("</></><b>x</></b>y") == "000000000" + "1" + "111" + "1111" + "0" + "0")
  }

  @Test func htmlWithinSVGHasNoCDATA() throws {
    let html = "<svg><desc><b><![CDATA[x>y</b></desc><![CDATA[<i>]]></svg>"
    #expect(try kinds(html).contains("T" + "CCCCCCCCCCC" + "." + "TTTT"))
    #expect(try HTMLStructure(of: html).segment(at: 47).kind == .text)
  }

  @Test func anEmptyPageHasOneSegment() throws {
    let structure = try HTMLStructure(of: "")
    #expect(structure.segmentCount == 1 && structure.segment(at: 0).depth == 0)
  }

  @Test func offsetsCountBytesWithLineEndsAndByteOrderMarks() throws {
    let html = "\u{FEFF}<p>\r\n\u{E9}\r<b>x</b>\0</p>"
    #expect(
      try depths(html) == "000" + "000" + "11111" + "111" + "2" + "2222" + "1" + "1111" + "0")
  }

  private func state(_ segment: HTMLStructure.Segment) -> PlainStackMachine.State {
    PlainStackMachine.State(
      depth: segment.depth, element: segment.element, closer: segment.expectedCloser,
      opener: segment.opener, kind: segment.kind)
  }

  private func depths(_ html: String) throws -> String {
    let structure = try HTMLStructure(of: html)
    return (0...html.utf8.count).map { "\(structure.segment(at: $0).depth)" }.joined()
  }

  private func kinds(_ html: String) throws -> String {
    let structure = try HTMLStructure(of: html)
    return (0...html.utf8.count).map { offset in
      switch structure.segment(at: offset).kind {
      case .text: "."
      case .tag: "T"
      case .attributeValue: "A"
      case .comment: "C"
      case .declaration: "D"
      }
    }.joined()
  }
}
