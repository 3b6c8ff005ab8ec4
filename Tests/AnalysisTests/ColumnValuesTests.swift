import Tensors
import Testing

@testable import Analysis

@Suite struct ColumnValuesTests {
  @Test(arguments: [(1, 0.0), (2, 0.5), (3, 0.95)] as [(UInt64, Float)])
  func areaEqualsCountingPairs(seed: UInt64, zeroShare: Float) {
    var random = SplittableRandom(seed: seed)
    let values = (0..<120).map { _ in
      random.uniform() < zeroShare ? 0 : (3 * random.normal()).rounded()
    }
    let expected = bruteForceAUC(
      values[..<50].map(Double.init), values[50...].map(Double.init))
    #expect(abs(area(Array(values[..<50]), Array(values[50...])) - expected) < 1e-12)
  }

  @Test(
    arguments: [
      ([1, 2], [0, -1], 1), ([0, -1], [1, 2], 0), ([3, 3], [3, 3], 0.5), ([0, 0], [0, 0], 0.5),
      ([-0.0], [0.0], 0.5), ([0, 1], [0, -1], 0.875),
    ] as [([Float], [Float], Double)])
  func tiesCountHalf(positives: [Float], negatives: [Float], expected: Double) {
    #expect(area(positives, negatives) == expected)
  }

  private func area(_ positives: [Float], _ negatives: [Float]) -> Double {
    var column = ColumnValues()
    for value in positives where value != 0 { column.addPositive(value) }
    for value in negatives where value != 0 { column.addNegative(value) }
    return column.rocAUC(positiveRows: positives.count, negativeRows: negatives.count)
  }
}
