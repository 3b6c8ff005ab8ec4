import Testing

@testable import Analysis

/// The interval is Student's.
@Suite struct MeanIntervalTests {
  @Test(arguments: [
    (1, 12.7062), (2, 4.3027), (4, 2.7764), (10, 2.2281), (30, 2.0423), (500, 1.9647),
  ])
  func quantilesAreThoseOfTheTables(degrees: Int, expected: Double) {
    #expect(abs(studentQuantile(degrees: degrees) - expected) < 1e-4)
  }

  @Test func tellsNothingOfOneValue() {
    #expect(MeanInterval(of: [3]).ciLow == nil)
    #expect(MeanInterval(of: [3]).mean == 3)
    #expect(MeanInterval(of: []).mean.isNaN)
    let interval = MeanInterval(of: [1, 2, 3])
    #expect(abs((interval.ciHigh ?? 0) - (2 + 4.302652729911275 / 3.0.squareRoot())) < 1e-6)
  }
}
