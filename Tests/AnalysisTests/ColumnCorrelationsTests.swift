import Tensors
import TestSupport
import Testing

@testable import Analysis

@Suite struct ColumnCorrelationsTests {
  @Test func coefficientsAreThoseOfTheWholeLists() throws {
    var x = normalMatrix(rows: 40, columns: 6, seed: 1)
    for row in 0..<40 {
      x[row, 3] = 100 - 2 * x[row, 1]
      x[row, 4] = 7
    }
    var correlations = ColumnCorrelations(of: [1, 0], width: 6)
    correlations.add(x.rows(0..<13))
    correlations.add(x.rows(13..<40))
    for (place, own) in [1, 0].enumerated() {
      let found = correlations.strongest(place, limit: 9)
      #expect(!found.contains { $0.column == own || $0.column == 4 })
      for (column, r) in found {
        let (a, b) = ((0..<40).map { Double(x[$0, own]) }, (0..<40).map { Double(x[$0, column]) })
        #expect(abs(r - (Correlation(a, b).pearson ?? 9)) < 1e-4)
      }
    }
    let first = try #require(correlations.strongest(0, limit: 1).first)
    #expect(first.column == 3 && abs(first.correlation + 1) < 1e-4)
  }

  @Test func noRowsHaveNone() {
    #expect(ColumnCorrelations(of: [0], width: 3).strongest(0, limit: 5).isEmpty)
  }
}
