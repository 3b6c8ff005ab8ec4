/// Small numbers by name, found faster than in a dictionary; other names have zero.
struct NameTable {
  private var slots = [(word: UInt64, value: UInt8)](repeating: (0, 0), count: 256)

  /// Makes a table of few names.
  init(_ values: [PackedName: UInt8]) {
    precondition(values.count <= 128, "NameTable: \(values.count) names")
    for (name, value) in values { slots[slot(of: name)] = (name.word, value) }
  }

  subscript(name: PackedName) -> UInt8 { slots[slot(of: name)].value }

  /// Where a name stands, or would stand.
  private func slot(of name: PackedName) -> Int {
    var index = Int(truncatingIfNeeded: (name.word &* 0x9E37_79B9_7F4A_7C15) >> 56)
    while slots[index].word != name.word && slots[index].word != 0 { index = (index + 1) & 255 }
    return index
  }
}
