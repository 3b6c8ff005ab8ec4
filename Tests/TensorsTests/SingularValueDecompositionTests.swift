import Tensors
import TestSupport
import Testing

@Suite struct SingularValueDecompositionTests {
  @Test(arguments: [(1, 1), (5, 3), (3, 5), (8, 8), (40, 4)])
  func factorsMultiplyToTheMatrix(rows: Int, columns: Int) throws {
    let matrix = normalMatrix(rows: rows, columns: columns, seed: 7)
    let svd = try #require(SingularValueDecomposition(of: matrix))
    var scaled = svd.left
    for row in 0..<rows {
      for (i, value) in svd.values.enumerated() { scaled[row, i] *= value }
    }
    let product = Matrix.product(scaled, svd.right, transposing: .right)
    #expect(relativeDifference(product, matrix) < 1e-6)
    #expect(svd.values == svd.values.sorted(by: >))
    for vectors in [svd.left, svd.right] {
      var identity = Matrix(rows: svd.values.count, columns: svd.values.count)
      for i in svd.values.indices { identity[i, i] = 1 }
      let found = Matrix.product(vectors, vectors, transposing: .left)
      #expect(relativeDifference(found, identity) < 1e-6)
    }
  }

  @Test(arguments: [Float.nan, .infinity])
  func refusesWhatIsNotFinite(value: Float) {
    #expect(SingularValueDecomposition(of: Matrix(row: [1, value])) == nil)
  }

  @Test func givesZeroForZero() throws {
    let svd = try #require(SingularValueDecomposition(of: Matrix(rows: 3, columns: 2)))
    #expect(svd.values == [0, 0])
  }
}
