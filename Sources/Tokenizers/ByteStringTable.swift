/// Byte strings that can be found by their content; each has the number in which it was added.
///
/// Open addressing with linear steps, at most half full.
struct ByteStringTable: Sendable {
  /// A string's number, -1 where there is none, beside its hash, which spares most comparisons.
  private struct Slot {
    var index: Int32 = -1
    var hash: UInt32 = 0
  }

  private(set) var strings = ByteStrings()
  private var slots: [Slot]
  private var findableCount = 0

  init(minimumCapacity: Int) {
    slots = [Slot](repeating: Slot(), count: slotCount(for: minimumCapacity))
  }

  /// How many strings there are, those that cannot be found among them.
  var count: Int { strings.count }

  /// The number of a string, if it is here.
  func find(_ string: Span<UInt8>) -> Int? {
    let index = slots[slot(for: string, hash(string))].index
    return index < 0 ? nil : Int(index)
  }

  /// Adds a string to those that can be found; of equal strings the first stays the one found.
  ///
  /// - Parameter string: The bytes, copied.
  /// - Returns: False where an equal string is here already.
  @discardableResult
  mutating func append(_ string: Span<UInt8>) -> Bool {
    if 2 * (findableCount + 1) > slots.count { grow() }
    let hash = hash(string)
    let slot = slot(for: string, hash)
    let isNew = slots[slot].index < 0
    if isNew {
      slots[slot] = Slot(index: Int32(strings.count), hash: hash)
      findableCount += 1
    }
    strings.append(string)
    return isNew
  }

  /// Adds a string that takes a number but is not to be found.
  mutating func appendHidden(_ string: Span<UInt8>) {
    strings.append(string)
  }

  /// Empties the table.
  mutating func removeAll() {
    strings.removeAll()
    findableCount = 0
    for index in slots.indices { slots[index] = Slot() }
  }

  /// Where a string is, or where it would go.
  private func slot(for string: Span<UInt8>, _ hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while true {
      let found = slots[slot]
      if found.index < 0 { return slot }
      if found.hash == hash && areEqual(strings[Int(found.index)], string) { return slot }
      slot = (slot + 1) & mask
    }
  }

  private mutating func grow() {
    let old = slots
    let mask = 2 * old.count - 1
    slots = [Slot](repeating: Slot(), count: 2 * old.count)
    for entry in old where entry.index >= 0 {
      var slot = Int(entry.hash) & mask
      while slots[slot].index >= 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }
}

/// FNV-1a, its bits spread once more, so that those that choose the slot depend on all.
private func hash(_ string: Span<UInt8>) -> UInt32 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for index in string.indices { hash = (hash ^ UInt64(string[index])) &* 0x100_0000_01B3 }
  return UInt32(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 32)
}

private func areEqual(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
  guard a.count == b.count else { return false }
  for index in a.indices where a[index] != b[index] { return false }
  return true
}

/// The power of two that holds `count` entries at most half full.
func slotCount(for count: Int) -> Int {
  var slots = 16
  while slots < 2 * count { slots *= 2 }
  return slots
}
