import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct CrossEntropyTests {
  @Test func pullbackMatchesDifferences() {
    let logits = normalMatrix(rows: 3, columns: 5, seed: 1)
    checkGradient(at: logits, weights: normalMatrix(rows: 3, columns: 1, seed: 2)) {
      crossEntropy($0, targets: [4, 0, 2])
    }
  }

  @Test func evenLogitsCostTheLogarithmOfTheirNumber() {
    let losses = crossEntropy(Matrix(rows: 2, columns: 50), targets: [0, 49]).value
    #expect(abs(losses[0, 0] - 3.912023) < 1e-6)
    #expect(losses[1, 0] == losses[0, 0])
  }

  @Test func largeLogitsDoNotOverflow() {
    let (losses, pullback) = crossEntropy(Matrix(row: [1000, 0]), targets: [1])
    #expect(losses[0, 0] == 1000)
    #expect(pullback(Matrix(row: [1])) == Matrix(row: [1, -1]))
  }
}
