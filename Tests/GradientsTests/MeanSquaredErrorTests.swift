import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct MeanSquaredErrorTests {
  @Test func pullbackMatchesDifferences() {
    let target = normalMatrix(rows: 3, columns: 4, seed: 1)
    let prediction = normalMatrix(rows: 3, columns: 4, seed: 2)
    checkGradient(at: prediction, weights: Matrix(row: [1.5])) { prediction in
      let (value, pullback) = meanSquaredError(prediction, target: target)
      return (Matrix(row: [Float(value)]), { pullback($0[0, 0]) })
    }
  }

  @Test func sumsOverCoordinatesAndAveragesOverRows() {
    let prediction = Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4])
    let error = meanSquaredError(prediction, target: Matrix(rows: 2, columns: 2)).value
    #expect(error == 15)
  }

  @Test func addsSmallErrorsToLargeOnes() {
    // In float32 the sum would stay at 2^24.
    let large = Matrix(row: [4096] + [Float](repeating: 1, count: 1000))
    let error = meanSquaredError(large, target: Matrix(rows: 1, columns: 1001)).value
    #expect(error == 16_777_216 + 1000)
  }
}
