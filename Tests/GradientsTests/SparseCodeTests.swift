import Gradients
import Tensors
import TestSupport
import Testing

@Suite struct SparseCodeTests {
  let code = selected(normalMatrix(rows: 30, columns: 12, seed: 1), by: TopKSelector(k: 3)).value

  @Test func transposedProductEqualsTheDenseOne() {
    let matrix = normalMatrix(rows: 30, columns: 5, seed: 2)
    let expected = Matrix.product(code.dense, matrix, transposing: .left)
    #expect(relativeDifference(code.transposedProduct(matrix).dense, expected) < 1e-5)
  }

  @Test func transposedProductInTilesEqualsTheDenseOne() {
    let many = selected(normalMatrix(rows: 90, columns: 12, seed: 3), by: PositiveSelector()).value
    let matrix = normalMatrix(rows: 90, columns: 70, seed: 2)
    let expected = Matrix.product(many.dense, matrix, transposing: .left)
    #expect(relativeDifference(many.transposedProduct(matrix).dense, expected) < 1e-5)
  }

  @Test func transposedProductLeavesOutFeaturesWithoutEntries() {
    var code = SparseCode(featureCount: 9)
    code.append(feature: 2, value: 3)
    code.append(feature: 4, value: 0)
    code.endRow()
    code.endRow()
    let gradient = code.transposedProduct(Matrix(rows: 2, columns: 1, elements: [5, 7]))
    #expect(gradient.rows == [2, 4])
    #expect(gradient.matrix.elements == [15, 0])
    #expect(code.featureSums.elements == [0, 0, 3, 0, 0, 0, 0, 0, 0])
    #expect(code.meanActiveCount == 0.5)
  }

  @Test func appendsRows() {
    var twice = code
    twice.append(contentsOf: code)
    #expect(twice.rows == 60)
    #expect(twice.dense.rows(30..<60) == code.dense)
  }

  @Test func gradientsOfSomeRowsAdd() {
    let a = code.transposedProduct(normalMatrix(rows: 30, columns: 2, seed: 3))
    let few = RowGradient(rowCount: 12, rows: [0, 7], matrix: Matrix(rows: 2, columns: 2))
    #expect((a + few).dense == a.dense)
    #expect((few + a).rows == (a + few).rows)
  }
}
