import Analysis
import Foundation
import FoundationXML
import Testing

@testable import Reports

@Suite struct ViewsPageTests {
  @Test func viewsLookAsRecorded() throws {
    try expectSnapshot(
      viewsPage(sampleViews, title: "Views", introduction: "One a kind."), "views.html")
  }

  @Test func numbersComeOutAsTheyWere() throws {
    try expectSnapshot(sampleViews.map(\.csv).joined(separator: "\r\n"), "views.csv")
    for view in sampleViews {
      let data = try JSONEncoder().encode(view)
      #expect(try JSONDecoder().decode(View.self, from: data) == view)
      #expect(try ReportContent(json: data, path: "view").views == [view])
    }
  }

  @Test func drawingsAreWellFormed() throws {
    let hostile = Heatmap(
      title: "</svg>", rowName: "\u{1}", columnName: "&", rows: ["<"], columns: ["\0\u{2028}"],
      values: [[Figure(1.0)]])
    let drawings = (sampleViews + [.heatmap(hostile)]).compactMap(\.svgs).flatMap(\.self)
    #expect(drawings.count == 2 + 1 + 4 + 1 + 3 + 1)
    for drawing in drawings {
      #expect(XMLParser(data: Data(drawing.utf8)).parse(), "\(drawing.suffix(300))")
    }
    try expectSnapshot(drawings[0], "heatmap.svg")
  }

  @Test func nothingIsFetched() {
    let page = viewsPage(sampleViews, title: "Views")
    for word in ["http:", "https:", " src=", "url(", "@import"] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func resultsAndViewsStandInOneFile() throws {
    var content = ReportContent()
    content.results = sampleStudy().sections[0].results
    content.views = [.heatmap(sampleTable)]
    let read = try ReportContent(json: Data(try content.json().utf8), path: "all")
    #expect(read == content)
    let page = read.page(title: "Both")
    #expect(page.contains(">Harvest</h2>") && page.contains(">Probability of each bracket</h2>"))
  }

  @Test(arguments: ["{\"kind\":\"heatmap\"}", "{\"kind\":\"unknown\"}", "3", ""])
  func aBrokenViewIsAClearError(json: String) {
    #expect(throws: AnalysisError.self) {
      try ReportContent(json: Data(json.utf8), path: "view.json")
    }
  }

  @Test func raggedGridsAreDrawnAsFarAsTheyGo() {
    let ragged = Heatmap(
      title: "t", rowName: "r", columnName: "c", rows: [], columns: ["a"],
      values: [[Figure(1.0), Figure(-2.0)], []])
    #expect(viewsPage([.heatmap(ragged)], title: "t").contains("r 0 · c 1 · value −2"))
    let empty = Heatmap(
      title: "t", rowName: "r", columnName: "c", rows: [], columns: [], values: [])
    #expect(viewsPage([.heatmap(empty)], title: "t").contains("nothing to plot"))
  }

  @Test func aScaleHoldsItsSignsApart() {
    let scale = ColorScale([-2, 1, .nan, 0.5])
    #expect(scale.lower == -2 && scale.upper == 2)
    #expect(scale.color(-1).map { $0.side == "cold" && $0.strength == 0.5 } == true)
    #expect(scale.color(.nan) == nil && scale.color(9)?.strength == 1)
    #expect(ColorScale([0.2, 0.4]).lower == 0)
    #expect(ColorScale([5], zMin: -1, zMax: 1).color(5)?.strength == 1)
  }
}
