import Analysis
import Foundation
import Testing

@testable import Reports

/// What a page of strangers might hold.
let hostileStrings = [
  "<script>alert(1)</script>", "</script><script>alert(1)//", "]]>", "<!--", "--><b>", "<![CDATA[",
  "\u{2028}\u{2029}", "\u{202E}gnp.exe\u{202C}", "a\0b", "\"' onmouseover=alert(1) x=\"",
  "&lt;&amp;&",
  "\r\n\t", "\u{FEFF}\u{200B}", "</title></style>", "\u{1F468}\u{200D}\u{1F469}",
  "javascript:alert(1)",
  "\u{7F}\u{80}\u{9F}", "{{constructor}}", "\\u003c/script\\u003e",
]

@Suite struct HTMLTests {
  @Test(arguments: hostileStrings)
  func textIsNeverMarkup(text: String) {
    let shown = element("p", .class(text)) { text }.markup
    #expect(shown.unicodeScalars.filter { $0 == "<" }.count == 2)
    #expect(shown.unicodeScalars.filter { $0 == ">" }.count == 2)
    #expect(shown.unicodeScalars.filter { $0 == "\"" }.count == 2)
    #expect(!shown.unicodeScalars.contains { $0 == "\0" || $0 == "\r" })
    #expect(unescaped(HTML(text: text).markup) == text.replacing("\0", with: "\u{FFFD}"))
  }

  @Test(arguments: hostileStrings)
  func visibleTextKeepsTheText(text: String) {
    let markup = visibleText(text).markup
    let content = markup.replacing(
      /<\/?i[^<>]*>/.matchingSemantics(.unicodeScalar), with: "")
    #expect(unescaped(content) == text.replacing("\0", with: "\u{FFFD}"))
  }

  @Test(arguments: hostileStrings)
  func dataComesThroughAScriptElement(text: String) throws {
    let table = AnalysisResult.facts(FactTable(facts: [Fact(text, text)]))
    let block = HTML(json: table.json(), id: "data").markup
    #expect(block.unicodeScalars.filter { $0 == "<" }.count == 2)
    let opening = try #require(block.firstIndex(of: ">"))
    let closing = try #require(block.lastIndex(of: "<"))
    let json = block[block.index(after: opening)..<closing]
    #expect(!json.unicodeScalars.contains { "<>&\u{2028}\u{2029}".unicodeScalars.contains($0) })
    #expect(try AnalysisResult(json: Data(json.utf8), path: "page") == table)
  }

  @Test func aHostileStudyHasNoMoreElementsThanATameOne() {
    let tame = tags(in: studyPage(study(of: "word")))
    for text in hostileStrings {
      // Signs of invisible characters, and places where a name may break, are this program's own.
      let found = tags(in: studyPage(study(of: text))).filter {
        !["<i", "</i", "<wbr"].contains($0)
      }
      #expect(found == tame, "\(text.debugDescription)")
    }
  }

  private func study(of text: String) -> Study {
    let token = TokenContext.Token(text: text, activation: 1, label: 1)
    let page = FeaturePage(
      unit: .feature, sae: text, site: text, index: 1, rows: 1, density: 1, mean: 1, max: 1,
      histogram: Histogram(bins: [.init(lower: 0, upper: 1, count: 2, positives: 1)]),
      labelStatistics: .init(label: text, positives: 1, negatives: 1, statistics: [:]),
      contexts: [
        TokenContext(
          document: text, sequence: 0, position: 0, activation: 1, peak: 0, tokens: [token])
      ],
      logitEffects: LogitEffects(
        top: [.init(token: text, id: 0, value: 1)], bottom: []))
    let ranking = Ranking(
      label: text, by: text, unit: .feature, sae: text, rows: 2, positives: 1, negatives: 1,
      candidates: 1, items: [.init(site: text, index: 1, score: 1, statistics: [:])],
      warnings: [text])
    return Study(
      title: text, introduction: text, findings: [text], facts: [Fact(text, text, note: text)],
      sections: [
        .init(title: text, findings: [text], results: [.ranking(ranking), .featurePage(page)])
      ])
  }

  /// The tags of a page, each without its attributes, scripts and styles left out.
  private func tags(in page: String) -> [String] {
    let bare = page.replacing(
      /<(script|style)[^>]*>[^<]*(?:<(?!\/(?:script|style)>)[^<]*)*<\/\1>/, with: "")
    return bare.matches(of: /<\/?[a-z0-9]+/).map { String($0.output) }
  }
}

/// Text as a parser reads it.
private func unescaped(_ markup: String) -> String {
  [
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#13;", "\r"), ("&amp;", "&"),
  ].reduce(markup) { $0.replacingOccurrences(of: $1.0, with: $1.1, options: .literal) }
}
