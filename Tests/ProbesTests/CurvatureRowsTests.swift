import Tensors
import TestSupport
import Testing

@testable import Probes

@Suite struct CurvatureRowsTests {
  private let columns = ColumnList(
    [0, 1, 2], of: normalMatrix(rows: 3, columns: 2000, seed: 4).transposed)

  /// A few heavy rows, many light ones, and some that count nothing.
  private let weights = (0..<2000).map { $0 % 7 == 0 ? 0 : $0 % 50 == 0 ? 0.25 : 0.002 }

  @Test func heavyRowsAreAllThereAndLightOnesStandForOthers() {
    let rows = CurvatureRows(weights, count: 300)
    #expect(abs(rows.indices.count - 300) <= 1 && rows.indices == rows.indices.sorted())
    let chosen = Set(rows.indices)
    #expect(weights.indices.allSatisfy { weights[$0] < 0.25 || chosen.contains($0) })
    #expect(chosen.allSatisfy { weights[$0] > 0 })
    let means = [0.1, -0.2, 0]
    let all = CurvatureRows(weights, count: 2000).products(of: columns, around: means)
    #expect(relativeDifference(rows.products(of: columns, around: means), all) < 0.15)
  }

  @Test func ofAllRowsTheProductsAreExact() {
    let products = CurvatureRows(weights, count: 5000).products(of: columns, around: [0, 1, 0])
    var expected = 0.0
    for row in weights.indices {
      expected += weights[row] * Double(columns[0][row]) * Double(columns[1][row] - 1)
    }
    #expect(abs(Double(products[0, 1]) - expected) < 1e-4 && products[0, 1] == products[1, 0])
  }

  @Test func moreRowsAreAskedForThanCount() {
    let few = [0, 0.2, 0, 0.1, 0]
    #expect(CurvatureRows(few, count: 3).indices == [1, 3])
    #expect(CurvatureRows([0, 0], count: 1).indices.isEmpty)
  }

  @Test func aColumnThatTheSampleMissesIsNotUnderrated() {
    // One light row holds all of the first column.
    var x = columns
    for row in weights.indices { x.set(row == 3 ? 100 : 0, row: row, column: 0) }
    let residuals = [Double](repeating: 0, count: weights.count)
    var model = QuadraticModel(
      columns: x, residuals: residuals, curvatures: weights)
    model.measure(x, rows: CurvatureRows(weights, count: 100))
    #expect(model.curvature[0, 0] > 0.9 * 100 * 100 * 0.002)
  }
}
