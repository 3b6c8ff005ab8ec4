import Tensors
import Testing

@testable import Analysis

@Suite struct ColumnValuesTests {
  @Test(arguments: [(1, 0.0), (2, 0.5), (3, 0.95)] as [(UInt64, Float)])
  func areaEqualsCountingPairs(seed: UInt64, zeroShare: Float) {
    var random = SplittableRandom(seed: seed)
    let count = 120
    let values = (0..<count).map { _ in
      random.uniform() < zeroShare ? 0 : (3 * random.normal()).rounded()
    }
    let classes = (0..<count).map { _ in
      random.uniform() < 0.4 ? LabelClass.positive : .negative
    }
    var column = ColumnValues()
    column.add(
      column: 0, of: Matrix(rows: count, columns: 1, elements: values), classes: classes)
    let positives = zip(values, classes).filter { $0.1 == .positive }.map { Double($0.0) }
    let negatives = zip(values, classes).filter { $0.1 == .negative }.map { Double($0.0) }
    #expect(abs(column.rocAUC - bruteForceAUC(positives, negatives)) < 1e-12)
  }

  @Test(
    arguments: [
      ([1, 2], [0, -1], 1), ([0, -1], [1, 2], 0), ([3, 3], [3, 3], 0.5), ([0, 0], [0, 0], 0.5),
      ([-0.0], [0.0], 0.5), ([0, 1], [0, -1], 0.875),
    ] as [([Float], [Float], Double)])
  func tiesCountHalf(positives: [Float], negatives: [Float], expected: Double) {
    var column = ColumnValues()
    column.add(
      column: 0,
      of: Matrix(
        rows: positives.count + negatives.count, columns: 1, elements: positives + negatives),
      classes: positives.map { _ in .positive } + negatives.map { _ in .negative })
    #expect(column.rocAUC == expected)
  }
}
