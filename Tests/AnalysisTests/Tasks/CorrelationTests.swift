import Testing

@testable import Analysis

@Suite struct CorrelationTests {
  /// As scipy's `pearsonr` and `spearmanr` have it.
  @Test func coefficientsAreThoseOfTheTextbook() throws {
    let correlation = Correlation([1, 2, 3, 4, 5], [2, 1, 4, 3, 10])
    #expect(abs((correlation.pearson ?? 0) - 0.8049844718999243) < 1e-12)
    #expect(abs((correlation.spearman ?? 0) - 0.8) < 1e-12)
    #expect(correlation.count == 5)
  }

  @Test func equalsShareTheirRank() {
    #expect(abs((Correlation([1, 1, 2], [1, 2, 3]).spearman ?? 0) - 0.8660254037844387) < 1e-12)
  }

  @Test func aConstantGoesWithNothing() {
    #expect(Correlation([1, 1], [1, 2]).pearson == nil)
    #expect(Correlation([], []).spearman == nil)
  }
}
