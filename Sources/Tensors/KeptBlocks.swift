/// Which blocks of memory are kept, and how much there may be of them.
struct KeptBlocks: Sendable {
  /// A block, of so many floats.
  struct Block: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    let count: Int
  }

  /// How many floats are kept at most.
  private let limit: Int

  /// Oldest first.
  private var blocks: [Block] = []

  /// How many floats are kept.
  private(set) var count = 0

  /// How many are in use, and how many ever were at once.
  private var usedCount = 0
  private var mostUsedCount = 0

  init(limit: Int) { self.limit = limit }

  /// Counts a block as used: one that was kept, or a new one where the result is nil.
  mutating func take(_ size: Int) -> Block? {
    usedCount += size
    mostUsedCount = max(mostUsedCount, usedCount)
    guard let index = blocks.lastIndex(where: { $0.count == size }) else { return nil }
    count -= size
    return blocks.remove(at: index)
  }

  /// Keeps a block that was used.
  ///
  /// - Returns: The blocks to free, since they are too many now.
  mutating func give(_ block: Block) -> [Block] {
    usedCount -= block.count
    blocks.append(block)
    count += block.count
    var dropped: [Block] = []
    while count > min(limit, mostUsedCount) {
      dropped.append(blocks.removeFirst())
      count -= dropped[dropped.count - 1].count
    }
    return dropped
  }
}
