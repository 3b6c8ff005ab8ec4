import TestSupport
import Testing

@testable import Tensors

@Suite struct MemoryPoolTests {
  /// A size that no other test's matrices have.
  private let rows = 257
  private let columns = 259

  @Test func memoryUsedBeforeIsZeroAgain() {
    do {
      var first = Matrix(rows: rows, columns: columns)
      first.forEachRow { _, row in for i in row.indices { row[i] = 7 } }
    }
    let second = Matrix(rows: rows, columns: columns)
    #expect(second.elements.allSatisfy { $0 == 0 })
  }

  @Test func memoryInUseIsNotHandedOut() {
    var first = Matrix(rows: rows, columns: columns)
    first[0, 0] = 1
    let copy = first
    first[0, 0] = 2
    #expect(copy[0, 0] == 1)
    #expect(first[0, 0] == 2)
  }
}
