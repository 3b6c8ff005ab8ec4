import Tensors
import Testing

@testable import Analysis

@Suite struct RadixSortTests {
  @Test(arguments: [0, 1, 256, 257, 2000])
  func sortsAsComparingDoes(count: Int) {
    var random = SplittableRandom(seed: UInt64(count))
    var values = (0..<count).map { _ in random.normal() * Float(random.next() % 1000) }
    let expected = values.sorted()
    radixSort(&values)
    #expect(values == expected)
  }

  @Test func placesExtremesAndZeros() {
    let extremes: [Float] = [
      -.infinity, -.greatestFiniteMagnitude, -1, -.leastNonzeroMagnitude, 0,
      .leastNonzeroMagnitude, 1, .greatestFiniteMagnitude, .infinity,
    ]
    var values = Array(repeating: extremes.reversed(), count: 40).flatMap { $0 }
    radixSort(&values)
    #expect(values == extremes.flatMap { Array(repeating: $0, count: 40) })
  }
}
