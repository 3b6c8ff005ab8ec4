import Tensors
import Testing

@testable import Analysis

@Suite struct HistogramTests {
  @Test(arguments: [(1, 1), (2, 1e-3), (3, 300)] as [(UInt64, Float)])
  func everyBinHoldsWhatLiesInIt(seed: UInt64, scale: Float) {
    var random = SplittableRandom(seed: seed)
    let values = (0..<3000).map { _ in scale * random.normal() }
    let histogram = histogram(of: values, isPositive: { $0 > scale })
    #expect((20...48).contains(histogram.bins.count))
    for bin in histogram.bins {
      let inside = values.filter { Double($0) >= bin.lower && Double($0) < bin.upper }
      #expect(bin.count == inside.count)
      #expect(bin.positives == inside.count { $0 > scale })
    }
    for (bin, next) in zip(histogram.bins, histogram.bins.dropFirst()) {
      #expect(bin.upper == next.lower)
    }
    let first = histogram.bins[0].lower
    #expect(histogram.below == values.count { Double($0) < first })
    let total = histogram.bins.reduce(histogram.below + histogram.above) { $0 + $1.count }
    #expect(total == 3000 && histogram.below + histogram.above <= 6)
  }

  @Test func outliersDoNotSpoilTheRest() {
    var values = (1...3000).map { Float($0) / 3001 }
    values[7] = 50_000
    let histogram = histogram(of: values, isPositive: { _ in false })
    #expect(histogram.above == 1 && histogram.bins.count >= 20)
  }

  @Test(
    arguments: [
      [], [0, 0], [2.5], [-1, -1], [.leastNonzeroMagnitude, 3e38], [100, 100.1],
    ] as [[Float]])
  func countsEveryValueOfOddSets(values: [Float]) {
    let histogram = histogram(of: values, isPositive: { _ in true })
    let binned = histogram.bins.reduce(histogram.below + histogram.above) { $0 + $1.count }
    #expect(binned == values.count { $0 != 0 })
    #expect(histogram.zeros == values.count { $0 == 0 })
    #expect(histogram.bins.count <= 48)
  }

  private func histogram(of values: [Float], isPositive: (Float) -> Bool) -> Histogram {
    var all = FloatHistogram()
    var positives = FloatHistogram()
    for value in values {
      all.add(value)
      if isPositive(value) { positives.add(value) }
    }
    return Histogram(all: all, positives: positives, zeros: values.count { $0 == 0 })
  }
}
