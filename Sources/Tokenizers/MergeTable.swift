/// Which pairs of tokens merge, in which order, and into what.
///
/// A merge is one number, `rank << 32 | id of the result`: the smallest rank merges first.
struct MergeTable: Sendable {
  /// No merge.
  static let none = UInt64.max

  private struct Slot {
    var pair = UInt64.max
    var merge = UInt64.max
  }

  private var slots: [Slot]
  private var shift: UInt64
  private(set) var count = 0

  init(minimumCapacity: Int) {
    let count = slotCount(for: minimumCapacity)
    slots = [Slot](repeating: Slot(), count: count)
    shift = UInt64(64 - count.trailingZeroBitCount)
  }

  /// The merge of two neighbours; `none` where they do not merge.
  @inline(__always)
  func merge(_ left: UInt32, _ right: UInt32) -> UInt64 {
    slots[slot(for: UInt64(left) << 32 | UInt64(right))].merge
  }

  /// Adds a merge; the last of those that begin with the same pair holds.
  mutating func insert(_ left: UInt32, _ right: UInt32, rank: UInt32, id: UInt32) {
    if 2 * (count + 1) > slots.count { grow() }
    let pair = UInt64(left) << 32 | UInt64(right)
    let slot = slot(for: pair)
    if slots[slot].pair != pair { count += 1 }
    slots[slot] = Slot(pair: pair, merge: UInt64(rank) << 32 | UInt64(id))
  }

  /// Every merge, those of smaller rank first: the two ids, and the id of the result.
  var inOrder: [(left: UInt32, right: UInt32, id: UInt32)] {
    slots.filter { $0.pair != .max }
      .sorted { ($0.merge, $0.pair) < ($1.merge, $1.pair) }
      .map {
        (
          UInt32($0.pair >> 32), UInt32(truncatingIfNeeded: $0.pair),
          UInt32(truncatingIfNeeded: $0.merge)
        )
      }
  }

  @inline(__always)
  private func slot(for pair: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while slots[slot].pair != pair && slots[slot].pair != .max {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: 2 * old.count)
    shift -= 1
    for entry in old where entry.pair != .max { slots[slot(for: entry.pair)] = entry }
  }
}
