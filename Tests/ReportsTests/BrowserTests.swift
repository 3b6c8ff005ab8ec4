import Analysis
import Foundation
import Testing

@testable import Reports

/// Pages as a browser shows them: what is drawn is what was given, and all can be reached.
@Suite(.enabled(if: Browser.path != nil, "chromium is not installed: pages are not opened"))
struct BrowserTests {
  /// One browser opens all pages, each at both widths, once for all of these tests.
  private static let readings = Result {
    try Browser.open(
      cases.map { ($0.name, $0.page, $0.script) },
      narrow: hostile.map { ($0.name, $0.page, $0.script) },
      wide: [(long.name, long.page, long.script)])
  }

  private static let hostile = HostileView.all(hostileStrings + randomStrings)

  @Test func nothingFailsOverflowsOrIsFetched() throws {
    let readings = try Self.readings.get()
    #expect(readings.count == 2 * Self.cases.count + Self.hostile.count + 1)
    for (name, reading) in readings {
      #expect(reading.faults == [], "\(name)")
      #expect(reading.overflow == [], "\(name)")
      #expect(reading.fetched == 0, "\(name)")
    }
  }

  @Test func pagesShowWhatTheyWereGiven() throws {
    let readings = try Self.readings.get()
    for one in Self.cases + [Self.long] {
      for width in [1280, 390] where width == 1280 || one.name != Self.long.name {
        let found = readings["\(one.name) \(width)"]?.found as? NSObject
        let expected =
          try JSONSerialization.jsonObject(
            with: JSONEncoder().encode(one.expected)) as? NSObject
        #expect(found == expected, "\(one.name) at \(width)")
      }
    }
  }

  /// Whatever the strings are, the page's text is theirs, in every kind of view.
  @Test(arguments: hostile.indices)
  func textIsTextInEveryView(place: Int) throws {
    let readings = try Self.readings.get()
    let view = Self.hostile[place]
    let found = try #require(readings["\(view.name) 390"]?.found as? [String])
    #expect(found.count == view.expected.count, "\(view.name)")
    for (a, b) in zip(found, view.expected)
    where !a.unicodeScalars.elementsEqual(b.unicodeScalars) {
      Issue.record("\(view.name): \(b.debugDescription) became \(a.debugDescription)")
    }
  }

  /// Strings of pieces that mean something to some parser, in any order.
  private static let randomStrings: [String] = {
    let pieces = [
      "<", ">", "&", "\"", "'", "/", "=", "script", "</script", "<!--", "-->", "]]>", "<![CDATA[",
      "\0",
      "\r", "\n", "\t", " ", "\\", "u003c", "\u{2028}", "\u{202E}", "\u{2066}", "\u{FEFF}", "é",
      "e\u{301}",
      "\u{1F469}\u{200D}\u{1F469}", "`", "${", "{{", "javascript:", "&lt;", "&#0;", "on", "x",
      "\u{10FFFF}",
    ]
    var state: UInt64 = 2026
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    return (0..<24).map { _ in (0..<1 + next(9)).map { _ in pieces[next(pieces.count)] }.joined() }
  }()

  private struct Case {
    let name: String
    let page: String
    let script: String
    let expected: [String: Value]
  }

  /// What a script may return.
  private enum Value: Encodable {
    case text(String)
    case texts([String])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .texts(let texts): try container.encode(texts)
      }
    }
  }

  private static let cases = [
    study, tokens, heatmap, predictions, attention, units, scatter, plots, dashboard,
  ]

  private static func page(_ views: View...) -> String { viewsPage(views, title: "A page") }

  private static var study: Case {
    Case(
      name: "study", page: studyPage(sampleStudy()),
      script: "return { title: document.querySelector('h1').textContent };",
      expected: ["title": .text(sampleStudy().title)])
  }

  /// Every token and number, of the series that stands first and of one that is chosen.
  private static var tokens: Case {
    func drawn(_ series: Int) -> Value {
      .texts(
        zip(sampleTokenPage.passages, sampleTokenPage.series[series].values).flatMap {
          zip($0.tokens, $1).map { token, value in "\(token)|\(drawnFloat(value.wrappedValue))" }
        })
    }
    return Case(
      name: "tokens", page: page(.tokenPage(sampleTokenPage)),
      script: """
        dispatchEvent(new Event('beforeprint'));
        const read = () => all('[data-passages] .tokens > span').map(span => span.textContent + '|' + span.dataset.v);
        const first = read(), selects = all('[data-selector]');
        change(selects[0], 'zero-patched');
        change(selects[1], '11.10');
        const line = all('.passage .tokens')[0];
        line.focus();
        press(line, 'ArrowRight');
        const walked = document.activeElement.textContent;
        press(document.activeElement, 'ArrowRight');
        const field = document.querySelector('[data-find]');
        change(field, 'fair');
        press(field, 'Enter');
        return { first, last: read(), walked, found: document.activeElement.textContent };
        """,
      expected: [
        "first": drawn(0), "last": drawn(3), "walked": .text(sampleTokens[0]),
        "found": .text(" fair"),
      ])
  }

  private static var heatmap: Case {
    let values = sampleHeatmap.values.flatMap(\.self).map(\.wrappedValue)
    let tip = "layer 1 · position < (1) · share \(exact(sampleHeatmap.values[1][1].wrappedValue))"
    return Case(
      name: "heatmap", page: page(.heatmap(sampleHeatmap), .heatmap(sampleTable)),
      script: """
        const plot = document.querySelector('.heat');
        plot.focus();
        press(plot, 'ArrowRight');
        press(document.activeElement, 'ArrowDown');
        press(document.activeElement, 'ArrowRight');
        const tip = document.activeElement.dataset.tip;
        document.activeElement.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
        const cells = [...plot.querySelectorAll('.cell')].map(cell => String(Number(cell.dataset.z)));
        return { cells, tip, told: document.getElementById('tip').textContent };
        """,
      expected: [
        "cells": .texts(values.map { $0.isNaN ? "NaN" : drawnDouble($0) }),
        "tip": .text(tip), "told": .text(tip),
      ])
  }

  private static var predictions: Case {
    Case(
      name: "predictions", page: page(.tokenPredictions(samplePredictions)),
      script: """
        const spans = all('.predictions .split > .tokens > span');
        const next = all('.aside tbody tr').map(row => row.cells[0].textContent + '|' + row.cells[1].dataset.value);
        spans[2].click();
        const cells = all('.aside tbody tr').map(row => row.cells[0].textContent + '|' + row.cells[1].dataset.value);
        return { tokens: spans.map(span => span.textContent), cells, next };
        """,
      expected: [
        "tokens": .texts(sampleTokens + [""]), "next": .texts([" war|-0.25", "</|-2"]),
        "cells": .texts([" the|-0.5", "\n|-1.25", "\u{202E}x|-30.125"]),
      ])
  }

  private static var attention: Case {
    let row = samplePatterns.heads[1].values[5].map { drawnFloat($0.wrappedValue) }
    return Case(
      name: "attention", page: page(.attentionPatterns(samplePatterns)),
      script: """
        const heads = all('.heads button');
        press(heads[0], 'ArrowRight');
        const spans = all('.attention .tokens > span');
        spans[5].click();
        const row = spans.map(span => span.dataset.v);
        change(document.querySelector('[data-direction]'), 'to');
        return { heads: heads.map(head => head.textContent), row, column: spans.map(span => span.dataset.v) };
        """,
      expected: [
        "heads": .texts(["0.0", "0.1", "0.2"]), "row": .texts(row),
        "column": .texts(
          samplePatterns.heads[1].values.map { drawnFloat($0[5].wrappedValue) }),
      ])
  }

  private static var units: Case {
    let table = sampleTable(rows: 3_000)
    let maxima = table.columns[1].values.map(\.wrappedValue)
    let falling = (0..<maxima.count).filter { !maxima[$0].isNaN }.sorted {
      maxima[$0] != maxima[$1] ? maxima[$0] > maxima[$1] : $0 < $1
    }
    return Case(
      name: "units", page: page(.unitTable(table)),
      script: """
        const rows = document.querySelector('.rows'), cells = () => all('.body .row').slice(0, 3).map(row => row.children[0].textContent);
        const drawn = all('.body .row').length < 200 ? 'few' : 'all';
        rows.querySelectorAll('.head button')[2].click();
        const sorted = cells();
        press(rows, 'ArrowDown');
        const chosen = document.querySelector('.chosen').dataset.row;
        change(document.querySelector('[data-keep]'), 'token96 </3');
        const kept = document.querySelector('output').textContent;
        change(document.querySelector('[data-keep]'), '');
        change(document.querySelector('[data-bound=from]'), '0.0985');
        return { drawn, sorted, chosen, kept, bounded: document.querySelector('output').textContent };
        """,
      expected: [
        "drawn": .text("few"), "sorted": .texts(falling.prefix(3).map(String.init)),
        "chosen": .text("\(falling[0])"),
        "kept": .text("\((0..<3_000).filter { $0 % 97 == 96 && $0 % 7 == 3 }.count) of 3,000"),
        "bounded": .text("\((0..<3_000).filter { $0 % 100 == 99 }.count) of 3,000"),
      ])
  }

  private static var scatter: Case {
    Case(
      name: "scatter", page: page(.scatterChart(sampleVolcano)),
      script: """
        const dots = all('[data-point]');
        dots[4].dispatchEvent(new MouseEvent('click', { bubbles: true }));
        const chosen = document.querySelector('.chosen').children;
        return { count: String(dots.length), name: chosen[0].textContent, x: chosen[1].dataset.value, tip: dots[4].dataset.tip };
        """,
      expected: [
        "count": .text("59"), "name": .text("18.4"),
        "x": .text(drawnDouble(sampleVolcano.table.columns[0].values[4].wrappedValue)),
        "tip": .text(
          "neuron·18.4 · beta \(exact(sampleVolcano.table.columns[0].values[4].wrappedValue))"
            + " · −log10 p \(exact(sampleVolcano.table.columns[1].values[4].wrappedValue))"),
      ])
  }

  private static var plots: Case {
    let bars = sampleBars.panels.flatMap(\.bars).map {
      "\($0.name) · difference \(exact($0.value)) · against 0.25"
    }
    return Case(
      name: "plots", page: page(.lineChart(sampleLines), .barGrid(sampleBars)),
      script: """
        const plot = document.querySelector('.plot');
        plot.focus();
        press(plot, 'ArrowRight');
        press(document.activeElement, 'End');
        const bars = [...document.querySelectorAll('#v2 .strip')].map(bar => bar.dataset.tip);
        return { last: document.activeElement.dataset.tip, bars };
        """,
      expected: [
        "last": .text("state final · logit difference 3.6 · probability 0.9"),
        "bars": .texts(bars),
      ])
  }

  /// A dashboard: choosing by the index, by a link and by keys, and all that is known of a feature.
  private static var dashboard: Case {
    let sample = sampleDashboard(of: sampleTokens)
    let tokens = sample.features[5].examples[0].values.indices.map {
      "\(sampleTokens[4 + $0])|\(drawnFloat(Double(sample.features[5].examples[0].values[$0])))"
    }
    return Case(
      name: "dashboard", page: page(.featureDashboard(sample)),
      script: """
        const name = () => document.querySelector('.detail h3').lastChild.textContent;
        const first = name(), rows = document.querySelector('.rows');
        all('.body .row')[5].click();
        const facts = all('.detail dd').map(node => node.textContent);
        const tokens = [...all('.detail .tokens')].filter(line => line.matches('p'))[0];
        const read = [...tokens.children].map(span => span.textContent + '|' + span.dataset.v);
        const bins = all('.detail .strip').map(bin => bin.dataset.n);
        const effects = all('.effects tr')[0].textContent;
        const columns = all('.detail table')[2].textContent;
        document.querySelector('.source .link').click();
        const whole = tokens.children.length;
        const width = tokens.textContent;
        document.querySelector('.detail table .link').click();
        const linked = name();
        press(rows, 'ArrowDown');
        const walked = name();
        press(rows, 'End');
        const dead = document.querySelector('.detail .none').textContent;
        return { first, facts, read, bins, effects, columns, whole: String(whole), width, linked, walked, dead };
        """,
      expected: [
        "first": .text("sample:0"), "facts": .texts(["0.05", "5.5"]), "read": .texts(tokens),
        "bins": .texts(["40", "9", "0", "5"]), "effects": .text("Title2.5\n−1.25"),
        "columns": .text("Correlated columns of the site35−0.75"), "whole": .text("12"),
        "width": .text(sampleTokens.joined()), "linked": .text("sample:6"),
        "walked": .text("sample:7"), "dead": .text("never active"),
      ])
  }

  /// A token of a megabyte among others; on a narrow screen its thirty thousand lines take the browser
  /// seconds, and show nothing that a wide one doesn't.
  private static let long: Case = {
    let tokens = ["short", String(repeating: "a<b>&\u{202E} ", count: 100_000), "end"]
    let view = TokenPage(
      title: "Long", valueName: "n", selectors: ["s"],
      passages: [.init(document: "d", tokens: tokens)],
      series: [.init(keys: ["k"], values: [tokens.indices.map { Figure(Double($0)) }])])
    return Case(
      name: "long", page: page(.tokenPage(view)),
      script: """
        dispatchEvent(new Event('beforeprint'));
        return { isWhole: String(all('[data-passages] .tokens > span')[1].textContent === 'a<b>&\\u202E '.repeat(100000)) };
        """, expected: ["isWhole": .text("true")])
  }()
}

/// A number as a script writes it once it was kept as a 32-bit float.
private func drawnFloat(_ value: Double) -> String {
  value.isNaN ? "none" : drawnDouble(Double(Float(value)))
}

/// A number as a script writes it.
private func drawnDouble(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}
