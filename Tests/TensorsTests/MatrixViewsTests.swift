import TestSupport
import Testing

@testable import Tensors

@Suite struct MatrixViewsTests {
  private let whole = normalMatrix(rows: 3, columns: 7, seed: 1)

  @Test func neighboursJoinInPlace() throws {
    let joined = try #require(
      Matrix.joining(columnsOf: [whole.columns(1..<3), whole.columns(3..<4), whole.columns(4..<7)]))
    #expect(joined == whole.columns(1..<7))
    #expect(joined.base == whole.columns(1..<7).base)
  }

  @Test func whatLiesElsewhereDoesNotJoin() {
    let left = whole.columns(0..<3)
    #expect(Matrix.joining(columnsOf: []) == nil)
    #expect(Matrix.joining(columnsOf: [left, whole.columns(4..<7)]) == nil)
    #expect(Matrix.joining(columnsOf: [left, left]) == nil)
    #expect(Matrix.joining(columnsOf: [left, whole.columns(3..<7).contiguous]) == nil)
    #expect(Matrix.joining(columnsOf: [left, whole.columns(3..<7).rows(0..<2)]) == nil)
  }
}
