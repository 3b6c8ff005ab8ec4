import Tensors
import TestSupport
import Testing

@Suite struct AddRowsTests {
  @Test(arguments: [0, 1, 3, 8, 19]) func equalsAddingThemOneByOne(count: Int) {
    let matrix = normalMatrix(rows: 5, columns: 7, seed: 1)
    let scales = normalMatrix(rows: 1, columns: count, seed: 2).elements
    let indices = (0..<count).map { Int32(3 * $0 % 5) }
    var sum = normalMatrix(rows: 1, columns: 7, seed: 3)
    var expected = sum
    for (index, scale) in zip(indices, scales) {
      var row = expected[mutableRow: 0]
      add(matrix[row: Int(index)], scale: scale, to: &row)
    }
    var row = sum[mutableRow: 0]
    addRows(indices.span, of: matrix, scales: scales.span, to: &row)
    #expect(relativeDifference(sum, expected) < 1e-5)
  }
}
