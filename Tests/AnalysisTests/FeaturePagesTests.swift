import Tensors
import Testing

@testable import Analysis

@Suite struct FeaturePagesTests {
  private let window = ContextWindow(
    contexts: 4, examplesPerBand: 2, bands: 3, before: 3, after: 2)

  private func text(_ sequence: Int) -> SequenceText {
    SequenceText(
      document: "page \(sequence)", tokens: (0..<10).map { "t\(sequence).\($0)" })
  }

  @Test func contextsCarryTheirTokensWithTheirActivations() throws {
    let rows = sampleRows()
    let pages = try featurePages(
      of: [5, 0], in: rows, unit: .feature, sae: "SAE", label: "l", window: window, batchRows: 7,
      text: text)
    #expect(pages.map(\.index) == [5, 0])
    for page in pages {
      let values = (0..<90).map { rows.all.activations[$0, page.index] }
      #expect(page.contexts.count == 4 && page.max == Double(values.max() ?? 0))
      #expect(page.density == Double(values.filter { $0 != 0 }.count) / 90)
      #expect(abs(page.mean - mean(values.map(Double.init))) < 1e-12)
      for context in page.contexts + page.lowestContexts + page.bands.flatMap(\.contexts) {
        check(context, of: rows, column: page.index)
      }
      #expect(page.contexts[0].activation == page.max)
      #expect(Set(page.contexts.map(\.sequence)).count == 4)
    }
    #expect(pages[0].lowestContexts.isEmpty)
    #expect(pages[1].lowestContexts.count == 4 && pages[1].lowestContexts[0].activation < 0)
  }

  private func check(_ context: TokenContext, of rows: MatrixRows, column: Int) {
    let first = max(0, context.position - 3)
    let end = min(10, context.position + 3)
    #expect(context.tokens.count == end - first && context.peak == context.position - first)
    #expect(context.document == "page \(context.sequence)")
    for (place, token) in context.tokens.enumerated() {
      let row = context.sequence * 10 + first + place
      #expect(token.text == "t\(context.sequence).\(first + place)")
      #expect(token.activation == Double(rows.all.activations[row, column]))
      #expect(token.label == Double(rows.all.labels[row]))
    }
  }

  @Test func bandsCountEveryActivationAboveZero() throws {
    let rows = sampleRows()
    let page = try featurePages(of: [1], in: rows, unit: .neuron, window: window, text: text)[0]
    let positives = (0..<90).map { rows.all.activations[$0, 1] }.filter { $0 > 0 }
    #expect(page.bands.count == 3 && page.bands[2].lower == 0)
    #expect(page.bands.map(\.count).reduce(0, +) == positives.count)
    for band in page.bands {
      for context in band.contexts {
        #expect(context.activation >= band.lower && context.activation < band.upper)
      }
    }
    #expect(page.labelStatistics == nil)
  }

  @Test func positionsWithoutRowsHaveNoActivation() throws {
    // The first two tokens of the sequence were not harvested.
    let source = MatrixRows(
      site: "s", activations: Matrix(rows: 3, columns: 1, elements: [5, 1, 2]),
      places: (2..<5).map { TokenPlace(sequence: 0, position: $0) })
    let page = try featurePages(of: [0], in: source, unit: .neuron, window: window, text: text)[0]
    let context = page.contexts[0]
    #expect(context.position == 2 && context.peak == 2)
    #expect(context.tokens.map(\.activation) == [nil, nil, 5, 1, 2])
    #expect(context.tokens.allSatisfy { $0.label == nil })
  }

  @Test func labelStatisticsEqualTheRanking() throws {
    let rows = sampleRows(seed: 9)
    let page = try featurePages(
      of: [4], in: rows, unit: .neuron, label: "l", window: window, text: text)[0]
    let ranking = try rank([rows], unit: .neuron, label: "l")
    let item = try #require(ranking.items.first { $0.index == 4 })
    let found = try #require(page.labelStatistics)
    #expect(found.positives == ranking.positives && found.negatives == ranking.negatives)
    // What needs all values in order is the ranking's alone.
    let sorted = [
      "rocAUC", "mutualInformation", "threshold", "thresholdIsAbove", "thresholdF1",
    ]
    #expect(found.statistics == item.statistics.filter { !sorted.contains($0.key) })
  }

  @Test func whatIsNullIsExplained() throws {
    let places = (0..<3).map { TokenPlace(sequence: 0, position: $0) }
    let warnings = { (values: [Float], labels: [Float]) throws in
      let rows = MatrixRows(
        site: "s", activations: Matrix(rows: values.count, columns: 1, elements: values),
        labels: labels, places: Array(places.prefix(values.count)))
      return try featurePages(of: [0], in: rows, unit: .neuron, label: "l", text: self.text)[0]
        .warnings
    }
    #expect(try warnings([1, 2, 3], [0, 1, 0]).isEmpty)
    #expect(try warnings([0, 0, 0], [0, 1, 0])[0].hasPrefix("effectSize is null"))
    #expect(try warnings([1, 2, 3], [1, 1, 1])[0].contains("holds in 3 and fails in 0 rows"))
    #expect(try warnings([], [])[0].hasPrefix("there are no rows"))
  }

  @Test func rowsAndTextMustFit() {
    let bare = MatrixRows(site: "s", activations: Matrix(rows: 2, columns: 1, elements: [1, 2]))
    #expect(throws: AnalysisError.self) {
      try featurePages(of: [0], in: bare, unit: .neuron, text: text)
    }
    let error = #expect(throws: AnalysisError.self) {
      try featurePages(of: [0], in: sampleRows(), unit: .neuron) { _ in
        SequenceText(document: "", tokens: [])
      }
    }
    #expect(error?.message.contains("which has 0 tokens") == true)
  }
}
