import Tensors
import TestSupport
import Testing

@testable import Transformers

@Suite struct RotaryEmbeddingTests {
  @Test(arguments: [2, 4], [false, true])
  func pullbackMatchesDifferences(dimensions: Int, pairsNeighbours: Bool) {
    let rotary = RotaryEmbedding(
      base: 10, dimensions: dimensions, pairsNeighbours: pairsNeighbours)
    let x = normalMatrix(rows: 3, columns: 8, seed: 1)
    checkGradient(at: x, weights: normalMatrix(rows: 3, columns: 8, seed: 2)) {
      rotary.rotations(at: [0, 3, 7]).rotated($0, dHead: 4)
    }
  }

  @Test func onlyTheFirstDimensionsTurn() {
    let rotary = RotaryEmbedding(base: 10, dimensions: 2)
    let x = normalMatrix(rows: 1, columns: 4, seed: 1)
    let turned = rotary.rotations(at: [5]).rotated(x, dHead: 4).value
    #expect(turned.columns(2..<4) == x.columns(2..<4))
    #expect(turned.columns(0..<2) != x.columns(0..<2))
  }

  @Test func rowsTurnByTheirOwnPositionsAlone() {
    let rotary = RotaryEmbedding(base: 10_000, dimensions: 4)
    let x = normalMatrix(rows: 3, columns: 8, seed: 3)
    let together = rotary.rotations(at: [7, 2, 1_000_000]).rotated(x, dHead: 4).value
    for (row, position) in [7, 2, 1_000_000].enumerated() {
      let alone = rotary.rotations(at: [position]).rotated(x.rows(row..<row + 1), dHead: 4).value
      #expect(together.rows(row..<row + 1) == alone)
    }
  }
}
