import Foundation
import Tensors
import Testing

@testable import Analysis

/// What is told of a pattern, held against sums by hand.
@Suite struct HeadReadingTests {
  private let pattern = Matrix(
    rows: 3, columns: 3, elements: [1, 0, 0, 0.25, 0.75, 0, 0.125, 0.625, 0.25])

  @Test func sharesAreMeansOverAllPositionsButTheFirst() {
    let reading = HeadReading(pattern, tokens: [5, 6, 5])
    #expect(reading.first == (0.25 + 0.125) / 2)
    #expect(reading.itself == 0.5 && reading.previous == (0.25 + 0.625) / 2)
    // Behind the first 5 stands position 1.
    #expect(reading.induction == 0.625)
    let entropies = [[0.25, 0.75], [0.125, 0.625, 0.25]].map { row in
      row.reduce(0) { $0 - $1 * log($1) }
    }
    #expect(abs(reading.entropy - (entropies[0] + entropies[1]) / 2) < 1e-12)
    #expect(reading.looks == [.init(from: 2, to: 1, attention: 0.625)])
  }

  @Test func aSingleTokenTellsNothing() {
    let reading = HeadReading(Matrix(rows: 1, columns: 1, elements: [1]), tokens: [5])
    #expect(reading.first.isNaN && reading.induction.isNaN && reading.looks.isEmpty)
    #expect(HeadReading(pattern, tokens: [1, 2, 3]).induction.isNaN)
  }
}
