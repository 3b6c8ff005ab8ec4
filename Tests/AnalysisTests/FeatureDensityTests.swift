import Foundation
import Testing

@testable import Analysis

@Suite struct FeatureDensityTests {
  @Test func countsInHalfPowersOfTen() {
    let bins = SAEEvaluation.DensityBin.bins(of: [1, 0.5, 0.05, 0, 0.09])
    #expect(bins.map(\.lower) == [-1.5, -1, -0.5, 0])
    #expect(bins.map(\.count) == [2, 0, 1, 1])
    #expect(SAEEvaluation.DensityBin.bins(of: [0, 0]).isEmpty)
  }

  @Test func leavesOutCosinesOfZeros() {
    let cosines = SAEEvaluation.Cosines(of: [0.5, .nan, 0.7])
    #expect(abs(cosines.mean - 0.6) < 1e-12 && cosines.low == 0.5)
  }
}
