import Gradients
import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct TokenLossesTests {
  private let unembedding = Linear(
    weight: normalMatrix(rows: 4, columns: 6, seed: 1), layout: .inputOutput,
    bias: normalMatrix(rows: 1, columns: 6, seed: 2))

  /// More rows than have their logits in memory together.
  @Test func blocksGiveWhatAllLogitsGive() {
    let x = normalMatrix(rows: 300, columns: 4, seed: 3)
    let targets = (0..<300).map { $0 % 6 }
    let dvalue = normalMatrix(rows: 300, columns: 1, seed: 4)
    let (losses, pullback) = tokenLosses(x, unembedding: unembedding, targets: targets)
    let (logits, back) = unembedding(x)
    let (expected, lossBack) = crossEntropy(logits, targets: targets)
    let gradient = pullback(dvalue, true)
    #expect(relativeDifference(losses, expected) < 1e-6)
    #expect(relativeDifference(gradient.x, back.x(lossBack(dvalue))) < 1e-5)
    #expect(relativeDifference(gradient.weight, back.weight(lossBack(dvalue))) < 1e-4)
    #expect(relativeDifference(gradient.bias, back.bias(lossBack(dvalue))) < 1e-4)
  }

  @Test func pullbackMatchesDifferences() {
    let x = normalMatrix(rows: 3, columns: 4, seed: 3)
    checkGradient(at: x, weights: normalMatrix(rows: 3, columns: 1, seed: 4)) { x in
      let (value, pullback) = tokenLosses(x, unembedding: unembedding, targets: [5, 0, 3])
      return (value, { pullback($0, false).x })
    }
  }
}
