import Glibc

/// Blocks of memory in pages of 2 MiB, where the system has them.
///
/// A fresh block of 75 MB, such as an autoencoder's gradient, costs 18,000 faults in pages of 4 KiB
/// and 36 in these; and rows that are gathered from all over a matrix find their addresses in the
/// processor's table.
enum HugePages {
  /// The fewest floats that such a block has.
  static let smallestCount = 1 << 20

  private static let pageBytes = 2 << 20

  /// A block of zeros; nil when there is no memory.
  static func allocate(_ count: Int) -> UnsafeMutablePointer<Float>? {
    let bytes = byteCount(count)
    // A page more than needed holds a whole number of aligned ones.
    let found = mmap(
      nil, bytes + pageBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let found, found != MAP_FAILED else { return nil }
    let address = Int(bitPattern: found)
    let head = (pageBytes - address % pageBytes) % pageBytes
    let start = found + head
    if head > 0 { munmap(found, head) }
    if pageBytes > head { munmap(start + bytes, pageBytes - head) }
    // Without such pages the block is as good, and slower. The end that fills no page of its own is
    // left in small ones: a model's weights would take a tenth more than they need.
    let whole = count * MemoryLayout<Float>.stride / pageBytes * pageBytes
    _ = madvise(start, whole, MADV_HUGEPAGE)
    return start.bindMemory(to: Float.self, capacity: count)
  }

  /// Gives a block back.
  static func free(_ base: UnsafeMutablePointer<Float>, _ count: Int) {
    munmap(base, byteCount(count))
  }

  private static func byteCount(_ count: Int) -> Int {
    (count * MemoryLayout<Float>.stride + pageBytes - 1) / pageBytes * pageBytes
  }
}
