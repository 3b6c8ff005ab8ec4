import TestSupport
import Testing

@testable import Tensors

@Suite struct MatrixProductTests {
  @Test(arguments: [(1, 1, 1), (2, 3, 4), (17, 5, 9), (64, 33, 40)])
  func equalsThePlainSum(rows: Int, inner: Int, columns: Int) {
    let a = normalMatrix(rows: rows, columns: inner, seed: 1)
    let b = normalMatrix(rows: inner, columns: columns, seed: 2)
    let expected = plainProduct(a, b)
    #expect(relativeDifference(Matrix.product(a, b), expected) < 1e-5)
    let fromLeft = Matrix.product(a.transposed, b, transposing: .left)
    let fromRight = Matrix.product(a, b.transposed, transposing: .right)
    #expect(relativeDifference(fromLeft, expected) < 1e-5)
    #expect(relativeDifference(fromRight, expected) < 1e-5)
  }

  /// So large that threads share it, the last piece being shorter: by rows, then by columns.
  @Test(arguments: [TransposedFactor.none, .left, .right], [(2100, 320), (320, 2100)])
  func largeProductsAreSharedOut(transposed: TransposedFactor, shape: (rows: Int, columns: Int)) {
    let a = normalMatrix(rows: shape.rows, columns: 100, seed: 9)
    let b = normalMatrix(rows: 100, columns: shape.columns, seed: 10)
    let product = Matrix.product(
      transposed == .left ? a.transposed : a, transposed == .right ? b.transposed : b,
      transposing: transposed)
    for place in [0, 524, 525, 1050, 2099] {
      let (row, column) = (place % shape.rows, place % shape.columns)
      let expected = plainProduct(a.rows(row..<row + 1), b.columns(column..<column + 1))[0, 0]
      #expect(abs(product[row, column] - expected) < 1e-3)
    }
  }

  @Test func readsAndWritesViewsOfColumns() {
    let wide = normalMatrix(rows: 6, columns: 10, seed: 3)
    let b = normalMatrix(rows: 4, columns: 3, seed: 4)
    var target = normalMatrix(rows: 8, columns: 7, seed: 5)
    let before = target
    target.addProduct(wide.columns(2..<6), b, toRows: 1..<7, columns: 2..<5, keeping: 0)
    #expect(
      relativeDifference(
        target.rows(1..<7).columns(2..<5), plainProduct(wide.columns(2..<6), b)) < 1e-5)
    #expect(target.columns(0..<2) == before.columns(0..<2))
    #expect(target.rows(7..<8) == before.rows(7..<8))
  }

  @Test func addsToWhatIsKept() {
    let a = normalMatrix(rows: 3, columns: 2, seed: 6)
    let b = normalMatrix(rows: 2, columns: 3, seed: 7)
    var sum = normalMatrix(rows: 3, columns: 3, seed: 8)
    var expected = plainProduct(a, b)
    expected.scale(by: 2)
    expected += sum
    sum.addProduct(a, b, scale: 2)
    #expect(relativeDifference(sum, expected) < 1e-5)
  }

  private func plainProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
    var c = Matrix(rows: a.rows, columns: b.columns)
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        var sum = 0.0
        for k in 0..<a.columns { sum += Double(a[i, k]) * Double(b[k, j]) }
        c[i, j] = Float(sum)
      }
    }
    return c
  }
}
