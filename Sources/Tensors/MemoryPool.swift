import Glibc
import Synchronization

/// Large blocks of memory that were freed, kept for the next matrix of the same size.
///
/// A fresh block costs a page fault every 4 KiB, which for a layer's activations is a tenth of the
/// time of the product that fills them; the blocks of one layer serve the next. What is kept is at
/// most 256 MiB, the oldest going first.
enum MemoryPool {
  /// The fewest floats that a kept block has: smaller ones are the C library's to keep.
  private static let smallestCount = 1 << 16

  /// How many floats are kept at most.
  private static let limit = 1 << 26

  private struct Block: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    let count: Int
  }

  /// Oldest first.
  private static let kept = Mutex<[Block]>([])

  /// A block that was kept; nil when there is none of that size.
  static func take(_ count: Int) -> UnsafeMutablePointer<Float>? {
    guard count >= smallestCount else { return nil }
    return kept.withLock { blocks in
      blocks.lastIndex { $0.count == count }.map { blocks.remove(at: $0).base }
    }
  }

  /// A new block, of zeros where that is wanted; nil when there is no memory.
  static func allocate(_ count: Int, isZeroed: Bool) -> UnsafeMutablePointer<Float>? {
    if count >= HugePages.smallestCount { return HugePages.allocate(count) }
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let memory = isZeroed ? calloc(bytes, 1) : malloc(bytes)
    return memory?.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  private static func release(_ base: UnsafeMutablePointer<Float>, _ count: Int) {
    if count >= HugePages.smallestCount { HugePages.free(base, count) } else { free(base) }
  }

  /// Keeps a block that `allocate` gave, or frees it.
  static func give(_ base: UnsafeMutablePointer<Float>, _ count: Int) {
    guard count >= smallestCount && count <= limit else {
      return release(base, count)
    }
    kept.withLock { blocks in
      blocks.append(Block(base: base, count: count))
      var total = blocks.reduce(0) { $0 + $1.count }
      while total > limit {
        let oldest = blocks.removeFirst()
        total -= oldest.count
        release(oldest.base, oldest.count)
      }
    }
  }
}
