/// A table of a FlatBuffer: what its fields hold, in the order of the schema; nil for the default.
///
/// Source: <https://flatbuffers.dev/internals/>
struct FlatTable {
  /// What a field holds.
  enum Field {
    case byte(UInt8)
    case short(Int16)
    case int(Int32)
    case long(Int64)
    case string(String)
    case table(FlatTable)
    case tables([FlatTable])
    /// Structs of two longs each.
    case pairs([(Int64, Int64)])
  }

  let fields: [Field?]

  init(_ fields: Field?...) { self.fields = fields }

  /// The table as the root of a buffer.
  var buffer: [UInt8] {
    var writer = FlatWriter()
    writer.appendReference { $0.append(self) }
    return writer.bytes
  }
}

/// The bytes of a FlatBuffer: what is referred to stands behind what refers to it.
private struct FlatWriter {
  private(set) var bytes: [UInt8] = []

  /// Appends a reference, and then what it refers to, which `body` writes and gives the place of.
  mutating func appendReference(_ body: (inout FlatWriter) -> Int) {
    let place = bytes.count
    append(Int32(0))
    let target = body(&self)
    set(UInt32(target - place), at: place)
  }

  /// Appends a table and all it refers to, and returns its place.
  mutating func append(_ table: FlatTable) -> Int {
    let (offsets, size) = layout(of: table)
    let indexSize = 4 + 2 * table.fields.count
    while (bytes.count + indexSize) % 8 != 0 { bytes.append(0) }
    append(UInt16(indexSize))
    append(UInt16(size))
    for offset in offsets { append(UInt16(offset)) }
    let start = bytes.count
    bytes += [UInt8](repeating: 0, count: size)
    set(UInt32(indexSize), at: start)
    for (field, offset) in zip(table.fields, offsets) {
      if let field { write(field, at: start + offset) }
    }
    return start
  }

  /// Where a table's fields stand in it, 0 for those that are left out; and its size.
  private func layout(of table: FlatTable) -> (offsets: [Int], size: Int) {
    var size = 4
    let offsets = table.fields.map { field -> Int in
      guard let width = field?.width else { return 0 }
      size = (size + width - 1) / width * width
      defer { size += width }
      return size
    }
    return (offsets, size)
  }

  private mutating func write(_ field: FlatTable.Field, at place: Int) {
    switch field {
    case .byte(let value): set(value, at: place)
    case .short(let value): set(value, at: place)
    case .int(let value): set(value, at: place)
    case .long(let value): set(value, at: place)
    case .string(let text):
      refer(from: place) { writer in
        writer.append(UInt32(text.utf8.count))
        writer.bytes += Array(text.utf8) + [0]
      }
    case .table(let table):
      let target = append(table)
      set(UInt32(target - place), at: place)
    case .tables(let tables):
      refer(from: place) { writer in
        writer.append(UInt32(tables.count))
        let slots = writer.bytes.count
        writer.bytes += [UInt8](repeating: 0, count: 4 * tables.count)
        for (index, table) in tables.enumerated() {
          let target = writer.append(table)
          writer.set(UInt32(target - slots - 4 * index), at: slots + 4 * index)
        }
      }
    case .pairs(let pairs):
      while bytes.count % 8 != 4 { bytes.append(0) }
      refer(from: place) { writer in
        writer.append(UInt32(pairs.count))
        for (first, second) in pairs {
          writer.append(first)
          writer.append(second)
        }
      }
    }
  }

  private mutating func refer(from place: Int, _ body: (inout FlatWriter) -> Void) {
    while bytes.count % 4 != 0 { bytes.append(0) }
    set(UInt32(bytes.count - place), at: place)
    body(&self)
  }

  private mutating func append(_ value: some FixedWidthInteger) {
    let place = bytes.count
    bytes += [UInt8](repeating: 0, count: value.bitWidth / 8)
    set(value, at: place)
  }

  private mutating func set(_ value: some FixedWidthInteger, at place: Int) {
    for byte in 0..<value.bitWidth / 8 {
      bytes[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte))
    }
  }
}

extension FlatTable.Field {
  /// How many bytes it takes in its table.
  fileprivate var width: Int {
    switch self {
    case .byte: 1
    case .short: 2
    case .long: 8
    case .int, .string, .table, .tables, .pairs: 4
    }
  }
}
