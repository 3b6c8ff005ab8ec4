import Corpora
import Testing

@testable import Harvest

@Suite struct LabelTests {
  @Test(arguments: [
    "html", "html.close", "html.tag=a", "html.expects=x-note", "html.closes=li", "html.inComment",
    "bracket.open=<", "bracket.close", "properNoun",
  ])
  func aNameIsTheLabelsOwn(name: String) throws {
    #expect(try Label(named: name).name == name)
  }

  @Test func namesAreRead() throws {
    #expect(try Label(named: "html") == .html)
    #expect(try Label(named: "html.close") == .htmlClose)
    #expect(try Label(named: "html.tag=LI") == .htmlTag("li"))
    #expect(try Label(named: "html.closes=ul") == .htmlCloses("ul"))
    #expect(try Label(named: "html.inAttribute") == .htmlIn(.attributeValue))
    #expect(try Label(named: "bracket.open=(") == .bracketOpen(.round))
    #expect(try Label(named: "bracket.open=<") == .bracketOpen(.angle))
    #expect(try Label(named: "properNoun") == .properNoun)
  }

  @Test(arguments: [
    "", "html.", "html.tag", "html.close=p", "tag=p", "bracket.open=x", "bracket.open",
    "bracket.close=1",
  ])
  func otherNamesAreRefusedWithTheListOfThem(name: String) {
    let error = #expect(throws: HarvestError.self) { try Label(named: name) }
    #expect(error?.code == .unknownLabel)
    #expect(error?.message.contains("html.depth") == true)
  }
}
