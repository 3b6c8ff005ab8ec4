import Analysis
import Testing

@testable import thresher

/// Colours where a terminal is, and nowhere else.
@Suite struct TerminalStyleTests {
  @Test(arguments: [
    ([:], true, true), ([:], false, false), (["NO_COLOR": "1"], true, false),
    (["NO_COLOR": ""], true, true), (["TERM": "dumb"], true, false),
    (["CLICOLOR_FORCE": "1"], false, true), (["CLICOLOR_FORCE": "0"], false, false),
    (["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], true, false),
  ])
  func coloursAreWrittenWhereTheyAreWanted(
    environment: [String: String], isTerminal: Bool, hasColors: Bool
  ) {
    #expect(
      TerminalStyle(environment: environment, isTerminal: isTerminal).hasColors == hasColors)
  }

  private let plain = TerminalStyle(environment: [:], isTerminal: false)
  private let colored = TerminalStyle(environment: [:], isTerminal: true)

  @Test func plainTextHasNoCodes() {
    #expect(plain.token("</", value: 3, limit: 4, isPeak: true) == "⟦</⟧")
    #expect(plain.token("</", value: 3, limit: 4, isPeak: false) == "</")
    #expect(plain.bar(1, limit: 2).isEmpty && plain.strong("a") == "a" && plain.soft("a") == "a")
  }

  @Test func strengthIsTheGround() {
    #expect(
      colored.token("a", value: 4, limit: 4, isPeak: false) == "\u{1B}[38;5;16;48;5;208ma\u{1B}[0m")
    #expect(colored.token("a", value: -4, limit: 4, isPeak: false).contains("48;5;33"))
    #expect(colored.token("a", value: 0.1, limit: 4, isPeak: false) == "a")
    #expect(colored.token("a", value: .nan, limit: 4, isPeak: false) == "a")
    #expect(colored.token("a", value: nil, limit: 0, isPeak: true) == "\u{1B}[1;4ma\u{1B}[0m")
  }

  @Test func barsAreAsLongAsTheirShare() {
    #expect(visibleLength(colored.bar(1, limit: 2)) == 6)
    #expect(visibleLength(colored.bar(-2, limit: 2)) == 12)
    #expect(visibleLength(colored.bar(9, limit: 2, width: 4)) == 4)
    #expect(colored.bar(.nan, limit: 2).isEmpty && colored.bar(0, limit: 2).isEmpty)
  }

  @Test func columnsStandInLineWhateverTheColours() {
    var table = TextTable(["a", "b", "c"], rightAligned: [0])
    table.add(["1", colored.bar(1, limit: 2), "x"])
    table.add(["22", "", "y"])
    let lines = table.text(style: colored).split(separator: "\n").map { line in
      var text = String(line)
      while let start = text.firstIndex(of: "\u{1B}"), let end = text[start...].firstIndex(of: "m")
      {
        text.removeSubrange(start...end)
      }
      return text
    }
    #expect(lines == [" a  b       c", " 1  ██████  x", "22          y"])
  }

  @Test func aPageTellsWhatWasAskedForBesideItsContexts() {
    let page = FeaturePage(
      unit: .feature, site: "s", index: 1, rows: 1, density: 1, mean: 1, max: 1,
      histogram: Histogram(bins: []),
      labelStatistics: .init(
        label: "html.close", positives: 3, negatives: 4,
        statistics: [
          "meanPositive": Figure(2.5), "meanNegative": Figure(0.25), "effectSize": Figure(0.75),
        ]), contexts: [],
      logitEffects: LogitEffects(
        top: [.init(token: "</", id: 1, value: 0.5)], bottom: [.init(token: "\n", id: 2, value: -1)]
      ),
      neighbours: FeatureNeighbours(features: [.init(index: 9, correlation: 0.5, cosine: 0.25)]))
    #expect(
      FeaturePageText(page, style: plain).text == """
        feature 1 of s: active on 100.00 % of 1 rows, mean 1, at most 1
          html.close, 3 rows: mean 2.5, elsewhere 0.25, 0.75 deviations apart
          to logits: '</' 0.5; least '\\n' -1
          goes together with features (correlation): 9 (0.5)
        """)
  }

  /// A page's text can hold no code that a terminal would obey.
  @Test func contextsHoldNoCodesOfTheirs() {
    let token = TokenContext.Token(text: "\u{1B}[31mred\u{9B}1m\u{202E}\r\n", activation: 1)
    let page = FeaturePage(
      unit: .neuron, site: "s", index: 1, rows: 1, density: 1, mean: 1, max: 1,
      histogram: Histogram(bins: []),
      contexts: [
        TokenContext(
          document: "d", sequence: 0, position: 0, activation: 1, peak: 0, tokens: [token])
      ])
    let text = FeaturePageText(page, style: plain).text
    #expect(!text.unicodeScalars.contains { "\u{1B}\u{9B}\u{202E}\r".unicodeScalars.contains($0) })
    #expect(text.contains("⟦") && text.split(separator: "\n").count == 2)
  }
}
