import Tensors
import TestSupport
import Testing

@testable import Analysis

@Suite struct RunningMomentsTests {
  /// Float32 holds 1e6 ± 0.06 exactly enough; a sum of squares less the square of the sum would lose
  /// nine of its digits here.
  @Test(arguments: [Float(0), 1e3, -1e6])
  func aLargeMeanCostsNoDigits(shift: Float) {
    let matrix = normalMatrix(rows: 200, columns: 3, seed: 1)
    let shifted = Matrix(rows: 200, columns: 3, elements: matrix.elements.map { $0 + shift })
    var moments = RunningMoments(width: 3)
    for row in 0..<200 { moments.add(shifted[row: row]) }
    for column in 0..<3 {
      let values = (0..<200).map { Double(shifted[$0, column]) }
      let expected = squaredDeviations(values)
      #expect(abs(moments.means[column] - mean(values)) <= 1e-12 * abs(mean(values)) + 1e-12)
      #expect(abs(moments.squaredDeviations[column] - expected) <= 1e-9 * expected)
      #expect(Double(moments.maxima[column]) == values.max())
    }
  }
}
