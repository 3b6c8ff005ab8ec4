import Tensors
import TestSupport
import Testing

@Suite struct ParallelRowsTests {
  @Test func writesTheSameRowOfEach() {
    var a = normalMatrix(rows: 50, columns: 3, seed: 1)
    var b = Matrix(rows: 50, columns: 2)
    var c = Matrix(rows: 50, columns: 3)
    let before = a
    forEachRow(&a, &b, &c, grain: 4) { index, a, b, c in
      b[0] = Float(index)
      for i in a.indices {
        c[i] = a[i]
        a[i] = 0
      }
    }
    #expect(c == before)
    #expect(a == Matrix(rows: 50, columns: 3))
    #expect(b[37, 0] == 37)
    forEachRow(&a, &b) { _, a, b in a[0] = b[0] }
    #expect(a[49, 0] == 49)
  }
}
