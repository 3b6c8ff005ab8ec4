import Analysis

@testable import Reports

/// Every kind of view with strangers' strings in every place that takes one, and where on the page the
/// strings are to be found again, as they were.
struct HostileView {
  let name: String
  let page: String

  /// The body of a function that gives the texts found.
  let script: String

  /// The texts that were given.
  let expected: [String]

  /// A page of each kind of view, and of a form.
  static func all(_ strings: [String]) -> [HostileView] {
    let kinds = [
      tokens(strings), predictions(strings), attention(strings), table(strings), scatter(strings),
      dashboard(strings), lines(strings), bars(strings), heatmap(strings),
    ]
    precondition(Set(View.Kind.allCases).count == kinds.count, "a kind of view is not tried")
    return kinds + [form(strings), facts(strings)]
  }

  private init(_ name: String, _ view: View, _ script: String, _ expected: [String]) {
    self.init(
      name, page: viewsPage([view], title: expected[0], introduction: expected[0]),
      "return [document.querySelector('h1').textContent, ...(() => { \(script) })()];",
      [inMarkup(expected[0])] + expected)
  }

  private init(_ name: String, page: String, _ script: String, _ expected: [String]) {
    (self.name, self.page, self.script, self.expected) = ("hostile \(name)", page, script, expected)
  }

  private static func zeros(_ strings: [String]) -> [Figure] {
    strings.indices.map { Figure(Double($0)) }
  }

  private static func tokens(_ strings: [String]) -> HostileView {
    let page = TokenPage(
      title: strings[0], valueName: strings[0], selectors: [strings[0]],
      passages: [.init(document: strings[0], tokens: strings)],
      series: strings.map { .init(keys: [$0], values: [zeros(strings)]) })
    return HostileView(
      "tokens", .tokenPage(page),
      """
      dispatchEvent(new Event('beforeprint'));
      return [...all('[data-passages] .tokens > span'), ...all('.source bdi')].map(node => node.textContent)
        .concat([...new Set(all('[data-selector] option').map(node => node.value))]);
      """, strings + [strings[0]] + unique(strings))
  }

  private static func predictions(_ strings: [String]) -> HostileView {
    let candidates = strings.map { TokenPredictions.Candidate(text: $0, value: -1) }
    return HostileView(
      "predictions",
      .tokenPredictions(
        TokenPredictions(
          title: strings[0], valueName: strings[0],
          positions: [.init(text: strings[0], value: -1, top: candidates, bottom: candidates)])),
      """
      return [...all('.split > .tokens > span'), ...all('.aside td.tokens')].map(node => node.textContent);
      """, [inMarkup(strings[0])] + strings + strings)
  }

  private static func attention(_ strings: [String]) -> HostileView {
    let size = strings.count
    let row = Array(repeating: Figure(0.5), count: size)
    return HostileView(
      "attention",
      .attentionPatterns(
        AttentionPatterns(
          title: strings[0], tokens: strings,
          heads: strings.prefix(3).map {
            .init(name: $0, values: Array(repeating: row, count: size))
          })),
      """
      return [...all('.attention .tokens > span'), ...all('.heads button span')].map(node => node.textContent);
      """, strings.map(inMarkup) + strings.prefix(3))
  }

  private static func unitTable(_ strings: [String]) -> UnitTable {
    UnitTable(
      title: strings[0], unit: strings[0], names: strings, notes: strings, noteTitle: strings[1],
      columns: [
        .init(title: strings[1], explanation: strings[2], values: zeros(strings)),
        .init(title: strings[2], values: zeros(strings)),
      ])
  }

  private static let readTable = """
    const rows = all('.body .row');
    return [...all('.row.head button'), ...rows.map(row => row.firstChild), ...rows.map(row => row.lastChild)].map(node => node.textContent);
    """

  private static func expectedTable(_ strings: [String]) -> [String] {
    [strings[0], strings[1], strings[2], strings[1]] + strings + strings
  }

  private static func table(_ strings: [String]) -> HostileView {
    let few = Array(strings.prefix(24))
    return HostileView("table", .unitTable(unitTable(few)), readTable, expectedTable(few))
  }

  private static func scatter(_ strings: [String]) -> HostileView {
    let few = Array(strings.prefix(24))
    let chart = ScatterChart(
      table: unitTable(few), x: few[1], y: few[2], thresholds: [.init(name: few[0], y: 1)])
    return HostileView("scatter", .scatterChart(chart), readTable, expectedTable(few))
  }

  private static func dashboard(_ strings: [String]) -> HostileView {
    let few = Array(strings.prefix(24))
    return HostileView(
      "dashboard", .featureDashboard(sampleDashboard(of: few, document: few[0])),
      """
      const table = document.querySelector('[data-view=units]');
      document.querySelector('.detail .link') && document.querySelector('.source .link').click();
      return [...all('.detail .context')[0].querySelectorAll('.tokens > span'), all('.detail .source bdi')[0]].map(node => node.textContent)
        .concat([all('.effects td.tokens')[1].textContent]);
      """, few + [few[0], few[few.count - 1]])
  }

  private static func lines(_ strings: [String]) -> HostileView {
    let few = Array(strings.prefix(5))
    let chart = LineChart(
      title: few[0], xLabel: few[0], xNames: few,
      series: few.map { .init(name: $0, y: zeros(few)) })
    return HostileView(
      "lines", .lineChart(chart), "return all('figcaption .key').map(node => node.textContent);",
      few.map { inMarkup(shownName($0)) })
  }

  private static func bars(_ strings: [String]) -> HostileView {
    let grid = BarGrid(
      title: strings[0], xLabel: strings[0], valueName: strings[0],
      panels: strings.map { .init(title: $0, bars: [.init(name: $0, value: 1)]) })
    return HostileView(
      "bars", .barGrid(grid), "return all('figcaption b').map(node => node.textContent);",
      strings.map(inMarkup))
  }

  private static func heatmap(_ strings: [String]) -> HostileView {
    let heatmap = Heatmap(
      title: strings[0], rowName: strings[0], columnName: strings[0], valueName: strings[0],
      rows: [strings[0]], columns: strings, values: [zeros(strings)])
    return HostileView(
      "heatmap", .heatmap(heatmap), "return all('.heat .token').map(node => node.textContent);",
      strings.map { inMarkup(shownLabel($0)) })
  }

  private static func form(_ strings: [String]) -> HostileView {
    let text = strings.joined(separator: "\n")
    // A text area keeps line feeds alone, and a page no NUL.
    let kept = inMarkup(text).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    return HostileView(
      "form", page: textFormPage(text: text, views: [], title: strings[0], note: strings[1]),
      "return [document.querySelector('textarea').value, document.querySelector('[role=status]').textContent, document.querySelector('h1').textContent];",
      [kept, inMarkup(strings[1]), inMarkup(strings[0])])
  }

  private static func facts(_ strings: [String]) -> HostileView {
    let facts = AnalysisResult.facts(
      FactTable(title: strings[0], facts: strings.map { Fact($0, $0) }))
    return HostileView(
      "facts", page: resultsPage([facts], title: strings[0]),
      "return [...all('dt'), ...all('dd')].map(node => node.textContent);",
      (strings + strings).map(inMarkup))
  }
}

/// A string as markup keeps it: a page holds no NUL.
private func inMarkup(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
}

private func unique(_ strings: [String]) -> [String] {
  var seen: Set<String> = []
  return strings.filter { seen.insert($0).inserted }
}
