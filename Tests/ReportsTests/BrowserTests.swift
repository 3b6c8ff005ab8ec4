import Analysis
import Foundation
import Testing

@testable import Reports

/// Pages as a browser shows them: what is drawn is what was given, and all can be reached.
@Suite(.enabled(if: Browser.path != nil, "chromium is not installed: pages are not opened"))
struct BrowserTests {
  /// All pages are opened by one process, which takes a second to start.
  @Test func pagesShowWhatTheyWereGiven() throws {
    let cases = cases
    let readings = try Browser.open(cases.map { ($0.name, $0.page, $0.script) })
    #expect(readings.count == 2 * cases.count)
    for (name, reading) in readings {
      #expect(reading.faults == [], "\(name)")
      #expect(reading.overflow == [], "\(name)")
      #expect(reading.fetched == 0, "\(name)")
    }
    for one in cases {
      for width in [1280, 390] {
        let found = readings["\(one.name) \(width)"]?.found as? NSObject
        let expected =
          try JSONSerialization.jsonObject(
            with: JSONEncoder().encode(one.expected)) as? NSObject
        #expect(found == expected, "\(one.name) at \(width)")
      }
    }
  }

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

  private var cases: [Case] {
    [study, tokens, heatmap, predictions, attention, units, scatter, plots] + [hostile]
  }

  private func page(_ views: View...) -> String { viewsPage(views, title: "A page") }

  private var study: Case {
    Case(
      name: "study", page: studyPage(sampleStudy()),
      script: "return { title: document.querySelector('h1').textContent };",
      expected: ["title": .text(sampleStudy().title)])
  }

  /// Every token and number, of the series that stands first and of one that is chosen.
  private var tokens: Case {
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

  private var heatmap: Case {
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

  private var predictions: Case {
    Case(
      name: "predictions", page: page(.tokenPredictions(samplePredictions)),
      script: """
        const spans = all('.predictions .split > .tokens > span');
        spans[2].click();
        const cells = all('.aside tbody tr').map(row => row.cells[0].textContent + '|' + row.cells[1].dataset.value);
        return { tokens: spans.map(span => span.textContent), cells };
        """,
      expected: [
        "tokens": .texts(sampleTokens),
        "cells": .texts([" the|-0.5", "\n|-1.25", "\u{202E}x|-30.125"]),
      ])
  }

  private var attention: Case {
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

  private var units: Case {
    let table = sampleTable(rows: 24_576)
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
        "kept": .text("\((0..<24_576).filter { $0 % 97 == 96 && $0 % 7 == 3 }.count) of 24,576"),
        "bounded": .text("\((0..<24_576).filter { $0 % 100 == 99 }.count) of 24,576"),
      ])
  }

  private var scatter: Case {
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

  private var plots: Case {
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

  /// Strings that try to be markup, to turn the page about, or to be too long for it.
  private var hostile: Case {
    let strings = hostileStrings + [String(repeating: "a<b>&\u{202E} ", count: 100_000)]
    let passages = [TokenPage.Passage(document: strings[0], tokens: strings)]
    let view = TokenPage(
      title: strings[1], valueName: strings[2], selectors: [strings[0]], passages: passages,
      series: [.init(keys: [strings[3]], values: [strings.indices.map { Figure(Double($0)) }])])
    return Case(
      name: "hostile", page: page(.tokenPage(view)),
      script: """
        dispatchEvent(new Event('beforeprint'));
        const texts = all('[data-passages] .tokens > span').map(span => span.textContent);
        const option = document.querySelector('[data-selector] option');
        return { texts, title: document.querySelector('h1 + *, h2').textContent, source: document.querySelector('.source bdi').textContent, option: option.value };
        """,
      expected: [
        "texts": .texts(strings), "title": .text(strings[1]), "source": .text(strings[0]),
        "option": .text(strings[3]),
      ])
  }
}

/// A number as a script writes it once it was kept as a 32-bit float.
private func drawnFloat(_ value: Double) -> String {
  value.isNaN ? "none" : drawnDouble(Double(Float(value)))
}

/// A number as a script writes it.
private func drawnDouble(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}
