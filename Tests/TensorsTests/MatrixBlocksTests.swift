import TestSupport
import Testing

@testable import Tensors

@Suite struct MatrixBlocksTests {
  @Test func blocksOfThreeMatricesAreWrittenInPlace() {
    var a = Matrix(rows: 4, columns: 4)
    var b = Matrix(rows: 2, columns: 4)
    var c = Matrix(rows: 4, columns: 2)
    let blocks = (0..<2).map { index in
      (
        a: MatrixBlock(rows: 2 * index..<2 * index + 2, columns: 1..<3),
        b: MatrixBlock(rows: index..<index + 1, columns: 0..<4),
        c: MatrixBlock(rows: 0..<4, columns: index..<index + 1)
      )
    }
    forEachBlock(&a, &b, &c, blocks: blocks) { index, a, b, c in
      for block in [a, b, c] { #expect(block.count == 4) }
      a[1, 1] = Float(10 + index)
      b[0, 3] = Float(20 + index)
      c[3, 0] = Float(30 + index)
    }
    #expect(a[1, 2] == 10 && a[3, 2] == 11 && a.elements.reduce(0, +) == 21)
    #expect(b[0, 3] == 20 && b[1, 3] == 21)
    #expect(c[3, 0] == 30 && c[3, 1] == 31)
  }
}
