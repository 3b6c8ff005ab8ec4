import Testing

@testable import Analysis

@Suite struct StructureTwinTests {
  @Test(arguments: [
    (StructureTwin.renamedElement, "<ul><li>x</li></", "<ol><li>x</li></", ["ol"]),
    (.renamedElement, "<p>a <b class=c>x</", "<p>a <i class=c>x</", ["i"]),
    (.unopenedElement, "<h1>Title", "(h1)Title", []),
    (.unopenedElement, "<p>a <b class=c>x", "<p>a (b class=c)x", []),
    (.otherBracket, "f(a[1", "f(a(1", [")"]),
    (.unopenedBracket, "f(a[1", "f(a,1", []),
  ])
  func theFirstTwinChangesWhatIsOpen(
    rule: StructureTwin, text: String, twin: String, right: [String]
  ) {
    #expect(rule.twins(of: text).first == StructureTwin.Twin(text: twin, right: right))
  }

  /// In `<p><p>` the second closes the first, and `<td>` means nothing outside of a table.
  @Test func namesThatTheParserWouldNotOpenAreNoTwins() {
    let names = StructureTwin.renamedElement.twins(of: "<p>x <b>y</").flatMap(\.right)
    #expect(names.contains("em") && !names.contains("td") && !names.contains("p"))
  }

  @Test(arguments: StructureTwin.allCases)
  func nothingOpenHasNoTwin(rule: StructureTwin) {
    #expect(rule.twins(of: "plain text").isEmpty)
    #expect(rule.twins(of: "").isEmpty)
  }
}
