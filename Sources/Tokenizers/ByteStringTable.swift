/// Byte strings that can be found by their content; each has the number in which it was added.
///
/// Open addressing with linear steps, at most half full.
struct ByteStringTable: Sendable {
  private(set) var strings = ByteStrings()
  private var slots: [Int32]
  private var findableCount = 0

  init(minimumCapacity: Int) {
    slots = [Int32](repeating: -1, count: slotCount(for: minimumCapacity))
  }

  /// How many strings there are, those that cannot be found among them.
  var count: Int { strings.count }

  /// The number of a string, if it is here.
  func find(_ string: Span<UInt8>) -> Int? {
    let index = slots[slot(for: string)]
    return index < 0 ? nil : Int(index)
  }

  /// Adds a string to those that can be found; of equal strings the first stays the one found.
  ///
  /// - Parameter string: The bytes, copied.
  /// - Returns: False where an equal string is here already.
  @discardableResult
  mutating func append(_ string: Span<UInt8>) -> Bool {
    if 2 * (findableCount + 1) > slots.count { grow() }
    let slot = slot(for: string)
    let isNew = slots[slot] < 0
    if isNew {
      slots[slot] = Int32(strings.count)
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
    for index in slots.indices { slots[index] = -1 }
  }

  /// Where a string is, or where it would go.
  private func slot(for string: Span<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = hash(string) & mask
    while slots[slot] >= 0 && !areEqual(strings[Int(slots[slot])], string) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let indices = slots.filter { $0 >= 0 }
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    for index in indices { slots[slot(for: strings[Int(index)])] = index }
  }
}

/// FNV-1a, with the high bits folded into the low ones that choose the slot.
private func hash(_ string: Span<UInt8>) -> Int {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for index in string.indices { hash = (hash ^ UInt64(string[index])) &* 0x100_0000_01B3 }
  return Int(truncatingIfNeeded: hash ^ (hash >> 32))
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
