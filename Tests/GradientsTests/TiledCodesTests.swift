import Tensors
import TestSupport
import Testing

@testable import Gradients

@Suite struct TiledCodesTests {
  let x = normalMatrix(rows: 30, columns: 6, seed: 1)
  let weight = normalMatrix(rows: 83, columns: 6, seed: 2)
  let bias = normalMatrix(rows: 1, columns: 83, seed: 3)

  private func tiled(_ selector: any TiledSelector, tileFeatures: Int) throws -> SparseCode {
    let tiling = try #require(selector.tiling(bias: bias))
    return tiledCode(
      of: x, weight: weight, transposing: .right, bias: bias, tiling: tiling,
      tileFeatures: tileFeatures)
  }

  private var dense: Matrix { linear(x, weight: weight.transposed, bias: bias).value }

  @Test(arguments: [1, 3, 10, 83, 100], [5, 32, 83, 200])
  func choosesTheLargest(k: Int, tileFeatures: Int) throws {
    for keepsNegative in [false, true] {
      let selector = TopKSelector(k: k, keepsNegative: keepsNegative)
      let code = try tiled(selector, tileFeatures: tileFeatures)
      let expected = selected(dense, by: selector).value
      #expect(code.indices == expected.indices && code.offsets == expected.offsets)
      #expect(relativeDifference(code.dense, expected.dense) < 1e-5)
    }
  }

  @Test(arguments: [5, 32, 83]) func choosesWhatExceedsABound(tileFeatures: Int) throws {
    for selector in [BoundSelector(bound: 0.7, weights: nil)] {
      let code = try tiled(selector, tileFeatures: tileFeatures)
      let expected = selected(dense, by: selector).value
      #expect(code.indices == expected.indices)
    }
    let positive = try tiled(PositiveSelector(), tileFeatures: tileFeatures)
    #expect(positive.indices == selected(dense, by: PositiveSelector()).value.indices)
  }

  @Test func ofEqualOnesTakesTheFirst() throws {
    let same = Matrix(rows: 40, columns: 2, elements: [Float](repeating: 1, count: 80))
    let code = tiledCode(
      of: Matrix(rows: 1, columns: 2, elements: [1, 2]), weight: same, transposing: .right,
      bias: Matrix(rows: 1, columns: 40),
      tiling: Tiling(shift: Matrix(rows: 1, columns: 40), bound: 0, k: 5), tileFeatures: 16)
    #expect(code.indices == [0, 1, 2, 3, 4])
  }

  @Test func readsAnUntransposedWeight() throws {
    let tiling = try #require(TopKSelector(k: 4).tiling(bias: bias))
    let code = tiledCode(
      of: x, weight: weight.transposed, transposing: .none, bias: bias, tiling: tiling,
      tileFeatures: 20)
    #expect(code.indices == (try tiled(TopKSelector(k: 4), tileFeatures: 20)).indices)
  }

  @Test func aRowOfNaNYieldsNaN() throws {
    var rows = x
    rows[3, 2] = .nan
    let code = tiledCode(
      of: rows, weight: weight, transposing: .right, bias: bias,
      tiling: Tiling(shift: bias, bound: 0, k: 4), tileFeatures: 32)
    #expect(code.values[code.offsets[3]..<code.offsets[4]].contains { $0.isNaN })
  }
}
