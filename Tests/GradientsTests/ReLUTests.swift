import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct ReLUTests {
  @Test func pullbackMatchesDifferences() {
    let x = Matrix(rows: 2, columns: 3, elements: [-1, 0.5, 2, 3, -0.25, 1])
    let weights = Matrix(rows: 2, columns: 3, elements: [1, -2, 3, -4, 5, -6])
    checkGradient(at: x, weights: weights, of: relu)
  }

  @Test func isFlatAtZero() {
    let (value, pullback) = relu(Matrix(row: [0, -0.0]))
    #expect(value.elements == [0, 0])
    #expect(pullback(Matrix(row: [1, 1])).elements == [0, 0])
  }
}
