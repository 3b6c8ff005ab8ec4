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

  @Test func sizesAreRoundedUpToAnEighthOfAPowerOfTwo() {
    #expect([0, 1, 65_535, 65_536].map(MemoryPool.capacity) == [1, 1, 65_535, 65_536])
    #expect([65_537, 73_728, 131_073].map(MemoryPool.capacity) == [73_728, 73_728, 147_456])
  }

  @Test func noMoreIsKeptThanWasUsedAtOnce() throws {
    var kept = KeptBlocks(limit: 100)
    let base = UnsafeMutablePointer<Float>.allocate(capacity: 1)
    defer { base.deallocate() }
    func use(_ size: Int) -> Int {
      let block = kept.take(size) ?? KeptBlocks.Block(base: base, count: size)
      return kept.give(block).reduce(0) { $0 + $1.count }
    }
    #expect([30, 20, 10, 20, 200].map(use) == [0, 30, 0, 0, 230])
    #expect(kept.count == 0)
  }
}
