/// A dataset that is written row by row: a chunk is gathered in memory, then written at once.
final class ColumnWriter {
  private var dataset: HDF5Dataset
  private let rowByteCount: Int
  private let chunkRows: Int
  private var chunk: [UInt8]

  /// How many rows have been appended.
  private(set) var rowCount = 0

  /// Creates the dataset.
  ///
  /// - Parameters:
  ///   - name: Its name, `/tokens` say.
  ///   - file: The file it is created in.
  ///   - type: The type of its elements.
  ///   - rowShape: The axes of a row; none where a row is one element.
  ///   - chunkByteCount: About how many bytes a chunk has; at least one row.
  ///   - attributes: Strings to stand beside it, by name.
  ///   - numbers: Numbers to stand beside it, by name.
  /// - Throws: `ActivationError` when the file cannot grow.
  init(
    creating name: String, in file: borrowing HDF5File, type: borrowing HDF5Type,
    rowShape: [Int] = [], chunkByteCount: Int = 1 << 16, attributes: [String: String] = [:],
    numbers: [String: Double] = [:]
  ) throws(ActivationError) {
    rowByteCount = rowShape.reduce(type.byteCount, *)
    chunkRows = max(1, chunkByteCount / rowByteCount)
    chunk = [UInt8](repeating: 0, count: chunkRows * rowByteCount)
    dataset = try HDF5Dataset(
      creating: name, in: file, type: type, rowShape: rowShape, chunkRows: chunkRows)
    for (key, value) in attributes.sorted(by: { $0.key < $1.key }) {
      try HDF5Attribute.write(value, to: key, on: dataset.id, path: file.path)
    }
    for (key, value) in numbers.sorted(by: { $0.key < $1.key }) {
      try HDF5Attribute.write(value, to: key, on: dataset.id, path: file.path)
    }
  }

  /// Appends rows.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - fill: Writes the bytes of some of them, which are all asked for in order.
  /// - Throws: `ActivationError` when the file cannot grow.
  func append(
    rows count: Int, _ fill: (_ rows: Range<Int>, _ bytes: inout MutableRawSpan) -> Void
  ) throws(ActivationError) {
    var next = 0
    while next < count {
      let place = rowCount % chunkRows
      let rows = next..<min(count, next + chunkRows - place)
      var elements = chunk.mutableSpan
      var bytes = elements.mutableBytes
      var part = bytes._mutatingExtracting(
        place * rowByteCount..<(place + rows.count) * rowByteCount)
      fill(rows, &part)
      rowCount += rows.count
      next = rows.upperBound
      if rowCount % chunkRows == 0 { try writeChunk(rows: chunkRows) }
    }
  }

  /// Appends integers: as many rows as make up their count.
  func append<Element: FixedWidthInteger & BitwiseCopyable>(
    _ values: [Element]
  ) throws(ActivationError) {
    let size = MemoryLayout<Element>.stride
    let perRow = rowByteCount / size
    try append(rows: values.count / perRow) { rows, bytes in
      let first = rows.lowerBound * perRow
      for place in 0..<rows.count * perRow {
        bytes.storeBytes(
          of: values[first + place].littleEndian, toByteOffset: place * size, as: Element.self)
      }
    }
  }

  /// Appends floats of 4 bytes.
  func append(floats: [Float]) throws(ActivationError) {
    try append(floats.map(\.bitPattern))
  }

  /// Writes what has been gathered, and closes the dataset.
  func finish() throws(ActivationError) {
    let rest = rowCount % chunkRows
    if rest > 0 {
      // Zeros, so that the file's bytes depend on its rows alone.
      for index in rest * rowByteCount..<chunk.count { chunk[index] = 0 }
      try writeChunk(rows: rest)
    }
    try dataset.close()
  }

  private func writeChunk(rows: Int) throws(ActivationError) {
    let bytes = chunk
    try dataset.writeChunk(bytes.span.bytes, firstRow: rowCount - rows, growingTo: rowCount)
  }
}
