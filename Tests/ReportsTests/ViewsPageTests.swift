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

  @Test func drawingsSayWhatTheyShow() throws {
    let lines = try #require(View.lineChart(sampleLines).svgs)[0]
    for words in [">Logit lens<", ">logit difference<", ">probability<", "class=\"line s1\""] {
      #expect(lines.contains(words), "\(words)")
    }
    let bars = try #require(View.barGrid(sampleBars).svgs)
    #expect(bars[2].contains(">Text less HTML, Layer 2: difference<"))
    let heatmap = try #require(View.heatmap(sampleHeatmap).svgs)[0]
    #expect(heatmap.contains("class=\"title\"") && heatmap.contains("class=\"ground\""))
    let empty = Heatmap(
      title: "t", rowName: "r", columnName: "c", rows: [], columns: [], values: [])
    #expect(XMLParser(data: Data(try #require(View.heatmap(empty).svgs)[0].utf8)).parse())
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

  /// What fifty texts of 1,024 tokens in eight series take, and 24,576 features, told from fewer.
  @Test func largePagesStaySmall() {
    let (texts, length, series) = (2, 1024, 2)
    let values = (0..<texts).map { _ in (0..<length).map { Figure(Double($0) / 7) } }
    let page = TokenPage(
      title: "t", valueName: "v", selectors: ["s"],
      passages: (0..<texts).map { text in
        .init(document: "d", tokens: (0..<length).map { " word\(($0 * 7 + text) % 900)" })
      }, series: (0..<series).map { .init(keys: ["\($0)"], values: values) })
    let empty = viewsPage([], title: "t").utf8.count
    func size(_ view: View) -> Int { viewsPage([view], title: "t").utf8.count - empty }
    #expect(size(.tokenPage(page)) * 50 / texts * 8 / series < 15_000_000)

    let count = 120
    let dashboard = FeatureDashboard(
      unit: .feature, sae: "s", site: "blocks.1.hook_resid_pre", rows: 60_000, label: nil,
      vocabulary: (0..<400).map { " word\($0)" },
      passages: [.init(document: "d", sequence: 0, tokens: (0..<1024).map { $0 % 400 })],
      columns: (0..<3).map {
        .init(title: "c\($0)", explanation: "", values: (0..<count).map { Figure(Double($0) / 3) })
      },
      features: (0..<count).map { index in
        let example = FeatureDashboard.Example(
          passage: 0, position: 300, first: 286,
          values: (0..<21).map { $0 % 4 == 2 ? Float(index + $0) : 0 })
        return .init(
          index: index,
          histogram: .init(lower: 0, upper: 1, counts: Array(repeating: 999, count: 16)),
          examples: Array(repeating: example, count: 6),
          samples: Array(repeating: example, count: 3),
          top: (0..<5).map { .init(token: index + $0, value: 1.25) },
          bottom: (0..<5).map { .init(token: index + $0, value: -1.25) },
          features: (0..<4).map { .init(index: $0, correlation: 0.5, cosine: 0.5) },
          neurons: (0..<4).map { .init(index: $0, correlation: 0.5, cosine: 0.5) })
      })
    // Of more, examples are left out.
    let packed = PackedDashboard.json(of: dashboard, byteLimit: 10_500_000 * count / 24_576)
    let table = size(.unitTable(dashboard.index)) - size(.unitTable(sampleTable(rows: 1)))
    #expect((packed.utf8.count + table) * 24_576 / count < 14_500_000)
  }

  @Test func fewerExamplesAreKeptWhereAPageWouldBeTooLarge() throws {
    let tokens = (0..<40).map { "t\($0)" }
    var dashboard = sampleDashboard(of: tokens)
    for place in dashboard.features.indices {
      dashboard.features[place].examples = Array(
        repeating: .init(passage: 0, position: 1, first: 0, values: [1, 2, 3]), count: 50)
    }
    let whole = PackedDashboard.json(of: dashboard)
    let less = PackedDashboard.json(of: dashboard, byteLimit: whole.utf8.count / 2)
    #expect(less.utf8.count <= whole.utf8.count / 2)
    #expect(PackedDashboard.json(of: dashboard, byteLimit: 10).utf8.count < less.utf8.count)
  }
}
