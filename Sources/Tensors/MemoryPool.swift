import Glibc
import Synchronization

/// Large blocks of memory that were freed, kept for later matrices of about their size.
///
/// A fresh block costs a page fault every 4 KiB, which for a layer's activations is a tenth of the
/// time of the product that fills them; the blocks of one layer serve the next, and those of a
/// batch the next batch's. Batches are seldom of one length to the token, so sizes are rounded up
/// to an eighth of a power of two; what lies beyond a matrix is never touched, and takes no RAM.
///
/// What is kept makes a process larger than it was when it used most by a sixteenth and at most 256 MiB,
/// and is at most 2 GiB, the oldest going first: memory does not grow with the number of sizes that a
/// long run comes upon, and what a batch's activations take is there for the next batch's.
enum MemoryPool {
  /// The fewest floats that a kept block has: smaller ones are the C library's to keep.
  private static let smallestCount = 1 << 16

  private static let blocks = Mutex(KeptBlocks(limit: 1 << 29, surplus: 1 << 26))

  /// A block that was kept, or else a new one; nil when there is no memory.
  ///
  /// - Parameters:
  ///   - count: How many floats are wanted.
  ///   - isZeroed: Whether they are zeros; else they hold anything.
  /// - Returns: The first of them; `give` takes it back.
  static func take(_ count: Int, isZeroed: Bool) -> UnsafeMutablePointer<Float>? {
    let capacity = capacity(for: count)
    guard count >= smallestCount else { return allocate(capacity, isZeroed: isZeroed) }
    let (kept, dropped) = blocks.withLock { $0.take(capacity) }
    for block in dropped { release(block) }
    guard let kept else { return allocate(capacity, isZeroed: isZeroed) }
    if isZeroed { kept.base.update(repeating: 0, count: count) }
    return kept.base
  }

  /// Keeps a block that `take` gave for so many floats, or frees it.
  static func give(_ base: UnsafeMutablePointer<Float>, _ count: Int) {
    let block = KeptBlocks.Block(base: base, count: capacity(for: count))
    guard count >= smallestCount else { return release(block) }
    for dropped in blocks.withLock({ $0.give(block) }) { release(dropped) }
  }

  /// The size of the block that serves so many floats.
  static func capacity(for count: Int) -> Int {
    guard count >= smallestCount else { return max(count, 1) }
    let step = 1 << (Int.bitWidth - 1 - count.leadingZeroBitCount - 3)
    return (count + step - 1) / step * step
  }

  private static func allocate(_ count: Int, isZeroed: Bool) -> UnsafeMutablePointer<Float>? {
    if count >= HugePages.smallestCount { return HugePages.allocate(count) }
    let bytes = count * MemoryLayout<Float>.stride
    let memory = isZeroed ? calloc(bytes, 1) : malloc(bytes)
    return memory?.bindMemory(to: Float.self, capacity: count)
  }

  private static func release(_ block: KeptBlocks.Block) {
    guard block.count < HugePages.smallestCount else {
      return HugePages.free(block.base, block.count)
    }
    free(block.base)
  }
}
