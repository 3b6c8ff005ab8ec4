import TestSupport
import Testing

@testable import Tensors

@Suite struct RowEntriesTests {
  /// Rows with an entry in every third column or so, and some with none.
  private func rows(_ count: Int, columnCount: Int) -> RowEntries {
    var random = SplittableRandom(seed: 1)
    var (offsets, columns): ([Int], [Int32]) = ([0], [])
    for row in 0..<count {
      if row % 5 != 2 {
        columns += (0..<Int32(columnCount)).filter { _ in random.next() % 3 == 0 }
      }
      offsets.append(columns.count)
    }
    return RowEntries(offsets: offsets, columns: columns, columnCount: columnCount)
  }

  // Less than a strip of 64 columns, one and a rest, and more than a tile of 256 rows.
  @Test(arguments: [(7, 30, 5), (3, 40, 64), (6, 50, 150), (4, 2500, 70)])
  func productsEqualTheirDefinition(count: Int, columnCount: Int, width: Int) {
    let rows = rows(count, columnCount: columnCount)
    let matrix = normalMatrix(rows: columnCount, columns: width, seed: 2)
    let x = normalMatrix(rows: count, columns: width, seed: 3)
    let values = normalMatrix(rows: 1, columns: rows.columns.count, seed: 4).elements
    var dense = Matrix(rows: count, columns: columnCount)
    var expected: [Float] = []
    for row in 0..<count {
      for entry in rows.offsets[row]..<rows.offsets[row + 1] {
        dense[row, Int(rows.columns[entry])] = values[entry]
        expected.append(dot(x[row: row], matrix[row: Int(rows.columns[entry])]))
      }
    }
    var sum = x
    rows.addProduct(of: 0..<count, values: values.span, by: matrix, to: &sum)
    #expect(relativeDifference(sum, x + Matrix.product(dense, matrix)) < 1e-5)

    let (middle, end) = (rows.offsets[2], rows.columns.count)
    let products = parallelArray(count: end, pieces: [0..<middle, middle..<end]) { index, piece in
      for i in piece.indices { piece[i] = 0 }
      let part = index == 0 ? 0..<2 : 2..<count
      rows.addScalarProducts(of: x.rows(part), with: matrix, rows: part, to: &piece)
    }
    #expect(relativeDifference(Matrix(row: products), Matrix(row: expected)) < 1e-5)
  }

  @Test func blocksCoverTheRowsInOrder() {
    let rows = rows(300, columnCount: 9)
    #expect(rows.blocks.flatMap { Array($0) } == Array(0..<300))
    #expect(rows.fillsTiles == (rows.columns.count > 450))
    let none = RowEntries(offsets: [0], columns: [], columnCount: 9)
    #expect(none.blocks.isEmpty && !none.fillsTiles)
  }
}
