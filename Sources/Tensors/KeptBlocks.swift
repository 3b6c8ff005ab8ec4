/// Which blocks of memory are kept, and how much there may be of them.
struct KeptBlocks: Sendable {
  /// A block, of so many floats.
  struct Block: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    let count: Int
  }

  /// How many floats are kept at most.
  private let limit: Int

  /// How many floats more than ever were in use at once may be in use or kept: a sixteenth of
  /// those, and no more than this.
  private let surplus: Int

  /// Oldest first.
  private var blocks: [Block] = []

  /// How many floats are kept.
  private(set) var count = 0

  /// How many are in use, and how many ever were at once.
  private var usedCount = 0
  private var mostUsedCount = 0

  init(limit: Int, surplus: Int) {
    self.limit = limit
    self.surplus = surplus
  }

  /// Counts a block as used.
  ///
  /// - Parameter size: How many floats it has.
  /// - Returns: One that was kept; nil for a new one, and the blocks to free since they and it are
  ///   too many.
  mutating func take(_ size: Int) -> (block: Block?, dropped: [Block]) {
    usedCount += size
    mostUsedCount = max(mostUsedCount, usedCount)
    guard let index = blocks.lastIndex(where: { $0.count == size }) else {
      return (nil, dropExcess())
    }
    count -= size
    return (blocks.remove(at: index), [])
  }

  /// Keeps a block that was used.
  ///
  /// - Returns: The blocks to free, since they are too many now.
  mutating func give(_ block: Block) -> [Block] {
    usedCount -= block.count
    blocks.append(block)
    count += block.count
    return dropExcess()
  }

  private mutating func dropExcess() -> [Block] {
    let most = mostUsedCount + min(surplus, mostUsedCount / 16)
    var dropped: [Block] = []
    while let oldest = blocks.first, count > limit || usedCount + count > most {
      dropped.append(oldest)
      blocks.removeFirst()
      count -= oldest.count
    }
    return dropped
  }
}
