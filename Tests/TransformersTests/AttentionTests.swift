import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct AttentionTests {
  /// Which keys are seen: all before, a window of them, or all.
  struct Reach: Sendable {
    var window: Int?
    var isBidirectional = false
  }

  static let reaches = [Reach(), Reach(window: 2), Reach(isBidirectional: true)]

  private let spans = [
    Attention.Span(queries: 0..<3, keys: 0..<3), Attention.Span(queries: 3..<7, keys: 3..<7),
  ]
  private let queries = normalMatrix(rows: 7, columns: 8, seed: 1)
  private let keys = normalMatrix(rows: 7, columns: 4, seed: 2)
  private let values = normalMatrix(rows: 7, columns: 4, seed: 3)
  private let dz = normalMatrix(rows: 7, columns: 8, seed: 4)

  private func attention(_ reach: Reach) -> Attention {
    Attention(
      headCount: 4, keyValueHeadCount: 2, dHead: 2, scale: 0.7, window: reach.window,
      isBidirectional: reach.isBidirectional)
  }

  @Test(arguments: reaches)
  func blocksGiveWhatWholePatternsGive(reach: Reach) {
    let attention = attention(reach)
    let patterns = spans.map {
      attention.pattern(of: attention.scores(queries, keys, span: $0).value).value
    }
    let expected = attention.mix(values, by: patterns, spans: spans).value
    let found = attention(queries, keys, values, spans: spans).value
    #expect(relativeDifference(found, expected) < 1e-5)
  }

  /// More queries than a block holds, so that several are stitched together.
  @Test(arguments: [Reach(), Reach(window: 30)])
  func manyBlocksGiveWhatWholePatternsGive(reach: Reach) {
    let attention = Attention(
      headCount: 1, keyValueHeadCount: 1, dHead: 2, scale: 1, window: reach.window,
      isBidirectional: reach.isBidirectional)
    let q = normalMatrix(rows: 80, columns: 2, seed: 5)
    let k = normalMatrix(rows: 80, columns: 2, seed: 6)
    let span = Attention.Span(queries: 0..<80, keys: 0..<80)
    let (scores, scoresBack) = attention.scores(q, k, span: span)
    let (pattern, patternBack) = attention.pattern(of: scores)
    let (z, mixBack) = attention.mix(k, by: [pattern], spans: [span])
    let (found, pullback) = attention(q, k, k, spans: [span])
    #expect(relativeDifference(found, z) < 1e-5)

    let parts = mixBack(q)
    let expected = scoresBack(patternBack(parts[1]))
    let gradient = pullback(q)
    #expect(relativeDifference(gradient.queries, expected[0]) < 1e-4)
    #expect(relativeDifference(gradient.keys, expected[1]) < 1e-4)
    #expect(relativeDifference(gradient.values, parts[0]) < 1e-4)
  }

  @Test(arguments: reaches)
  func pullbackMatchesDifferences(reach: Reach) {
    let attention = attention(reach)
    checkGradient(at: queries, weights: dz) { queries in
      let (value, pullback) = attention(queries, keys, values, spans: spans)
      return (value, { pullback($0).queries })
    }
    checkGradient(at: keys, weights: dz) { keys in
      let (value, pullback) = attention(queries, keys, values, spans: spans)
      return (value, { pullback($0).keys })
    }
    checkGradient(at: values, weights: dz) { values in
      let (value, pullback) = attention(queries, keys, values, spans: spans)
      return (value, { pullback($0).values })
    }
  }

  /// Of attention both ways, whose scores are all finite.
  @Test func scoresMatchDifferences() {
    let attention = attention(Reach(isBidirectional: true))
    let weights = normalMatrix(rows: 16, columns: 4, seed: 8)
    checkGradient(at: queries, weights: weights) { queries in
      let (value, pullback) = attention.scores(queries, keys, span: spans[1])
      return (value, { pullback($0)[0] })
    }
    checkGradient(at: keys, weights: weights) { keys in
      let (value, pullback) = attention.scores(queries, keys, span: spans[1])
      return (value, { pullback($0)[1] })
    }
  }

  @Test func patternsMatchDifferences() {
    let scores = normalMatrix(rows: 3, columns: 4, seed: 5)
    let attention = attention(Reach())
    checkGradient(at: scores, weights: normalMatrix(rows: 3, columns: 4, seed: 6)) {
      attention.pattern(of: $0)
    }
    let patterns = spans.map {
      normalMatrix(rows: 4 * $0.queries.count, columns: $0.keys.count, seed: 7)
    }
    checkGradient(at: patterns[1], weights: dz) { moved in
      let (value, pullback) = attention.mix(values, by: [patterns[0], moved], spans: spans)
      return (value, { pullback($0)[2] })
    }
    checkGradient(at: values, weights: dz) { values in
      let (value, pullback) = attention.mix(values, by: patterns, spans: spans)
      return (value, { pullback($0)[0] })
    }
  }

  @Test func aRowThatSeesNothingGivesZeros() {
    let none = Matrix(row: [-.infinity, -.infinity])
    #expect(attention(Reach()).pattern(of: none).value == Matrix(row: [0, 0]))
  }
}
