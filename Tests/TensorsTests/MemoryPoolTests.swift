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

  @Test func littleMoreIsHeldThanWasUsedAtOnce() {
    var pool = TestPool(limit: 100, surplus: 10)
    #expect([30, 20, 10, 20, 50, 30].map { pool.use($0) } == [0, 30, 0, 0, 30, 50])
    #expect(pool.kept.count == 30)
  }

  @Test func whatWasUsedTogetherIsKeptTogether() {
    var pool = TestPool(limit: 100, surplus: 0)
    for _ in 0..<3 {
      #expect([30, 20, 20].map { pool.take($0) } == [0, 0, 0])
      #expect([30, 20, 20].map { pool.give($0) } == [0, 0, 0])
      #expect(pool.kept.count == 70)
    }
  }

  @Test func noMoreIsKeptThanTheLimit() {
    var pool = TestPool(limit: 100, surplus: 1000)
    #expect([60, 70, 200].map { pool.use($0) } == [0, 60, 270])
    #expect(pool.kept.count == 0)
  }
}

/// A pool of blocks that hold nothing: which sizes are freed.
private struct TestPool {
  var kept: KeptBlocks
  private let base = UnsafeMutablePointer<Float>(bitPattern: 64)

  init(limit: Int, surplus: Int) { kept = KeptBlocks(limit: limit, surplus: surplus) }

  /// Takes a block; how much that freed.
  mutating func take(_ size: Int) -> Int { sum(kept.take(size).dropped) }

  /// Gives a block back; how much that freed.
  mutating func give(_ size: Int) -> Int {
    guard let base else { return -1 }
    return sum(kept.give(KeptBlocks.Block(base: base, count: size)))
  }

  mutating func use(_ size: Int) -> Int { take(size) + give(size) }

  private func sum(_ blocks: [KeptBlocks.Block]) -> Int { blocks.reduce(0) { $0 + $1.count } }
}
