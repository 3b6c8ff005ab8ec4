import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct RotaryEmbeddingTests {
  @Test(arguments: [2, 4], [false, true])
  func pullbackMatchesDifferences(dimensions: Int, pairsNeighbours: Bool) {
    let rotary = RotaryEmbedding(
      base: 10, dimensions: dimensions, positionCount: 8, pairsNeighbours: pairsNeighbours)
    let x = normalMatrix(rows: 3, columns: 8, seed: 1)
    checkGradient(at: x, weights: normalMatrix(rows: 3, columns: 8, seed: 2)) {
      rotary.rotated($0, dHead: 4, positions: [0, 3, 7])
    }
  }

  @Test func onlyTheFirstDimensionsTurn() {
    let rotary = RotaryEmbedding(base: 10, dimensions: 2, positionCount: 8)
    let x = normalMatrix(rows: 1, columns: 4, seed: 1)
    let turned = rotary.rotated(x, dHead: 4, positions: [5]).value
    #expect(turned.columns(2..<4) == x.columns(2..<4))
    #expect(turned.columns(0..<2) != x.columns(0..<2))
  }
}
