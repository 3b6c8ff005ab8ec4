import Tensors

/// An Arrow stream being written: a schema, then batches of records.
struct ArrowStream: ~Copyable {
  /// One buffer of a batch's columns.
  typealias Buffer = [UInt8]

  private var file: AtomicFile

  /// Begins a stream.
  init(path: String, fields: [ArrowField]) throws {
    let schema = FlatTable(.short(0), .tables(fields.map(\.table)))
    let head = message(type: 1, schema, bodyByteCount: 0)
    var file = try AtomicFile(path: path)
    try file.write(head.span.bytes)
    self.file = file
  }

  /// Writes a batch.
  ///
  /// - Parameters:
  ///   - rows: How many records it has.
  ///   - lengths: For each column, and each within it, how many elements it has.
  ///   - buffers: The columns' buffers; those of missing values are empty.
  /// - Throws: `FileError` when the file cannot grow.
  mutating func writeBatch(rows: Int, lengths: [Int], buffers: [Buffer]) throws {
    var offset = 0
    var places: [(Int64, Int64)] = []
    for buffer in buffers {
      places.append((Int64(offset), Int64(buffer.count)))
      offset += aligned(buffer.count)
    }
    let batch = FlatTable(
      .long(Int64(rows)), .pairs(lengths.map { (Int64($0), 0) }), .pairs(places))
    try write(message(type: 3, batch, bodyByteCount: offset))
    for buffer in buffers {
      try write(buffer + [UInt8](repeating: 0, count: aligned(buffer.count) - buffer.count))
    }
  }

  /// Ends the stream, and gives the file its name.
  consuming func finish() throws {
    try write([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
    try file.commit()
  }

  private mutating func write(_ bytes: [UInt8]) throws { try file.write(bytes.span.bytes) }
}

private func aligned(_ count: Int) -> Int { (count + 63) / 64 * 64 }

/// A message: a mark, the length of its description, the description; its body follows.
private func message(type: UInt8, _ header: FlatTable, bodyByteCount: Int) -> [UInt8] {
  let root = FlatTable(.short(4), .byte(type), .table(header), .long(Int64(bodyByteCount)))
  var description = root.buffer
  while description.count % 8 != 0 { description.append(0) }
  let length = (0..<4).map { UInt8(truncatingIfNeeded: description.count >> (8 * $0)) }
  return [0xFF, 0xFF, 0xFF, 0xFF] + length + description
}
