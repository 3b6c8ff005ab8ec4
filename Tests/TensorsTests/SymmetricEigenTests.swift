import Tensors
import TestSupport
import Testing

@Suite struct SymmetricEigenTests {
  @Test(arguments: [1, 2, 7, 20]) func vectorsRebuildTheMatrix(order: Int) throws {
    let rows = normalMatrix(rows: 2 * order, columns: order, seed: 1)
    var matrix = SymmetricMatrix(order: order)
    matrix.addOuterProducts(of: rows)
    let (values, vectors) = try #require(matrix.eigen())
    #expect(values == values.sorted(by: >))
    var scaled = vectors
    for row in 0..<order {
      var target = scaled[mutableRow: row]
      for column in target.indices { target[column] *= Float(values[row]) }
    }
    let rebuilt = Matrix.product(vectors, scaled, transposing: .left)
    let expected = Matrix.product(rows, rows, transposing: .left)
    #expect(relativeDifference(rebuilt, expected) < 1e-5)
  }

  @Test func refusesWhatIsNotFinite() {
    var matrix = SymmetricMatrix(order: 2)
    matrix[0, 1] = .nan
    #expect(matrix.eigen()?.values == nil)
  }
}
