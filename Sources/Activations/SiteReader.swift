import Tensors

/// The activations of one site in one shard, open for reading.
///
/// Our formats are read as they stand and decoded here, which is faster than HDF5's conversions;
/// what another program stored in another type of number, HDF5 converts. A row of 8 bits a value has
/// its scale in `/scales/<site>`.
final class SiteReader: Sendable {
  private let dataset: HDF5Dataset
  private let scales: ScaleReader?

  /// How the values are stored; nil when in none of our formats.
  let format: RowFormat?

  let rowCount: Int
  let width: Int

  /// Opens `/activations/<site>`.
  init(_ site: String, in file: borrowing HDF5File) throws(ActivationError) {
    let name = ShardLayout.activations(of: site)
    let dataset = try HDF5Dataset(reading: name, in: file)
    guard dataset.shape.count == 2, (1...ShardLayout.largestWidth).contains(dataset.shape[1]) else {
      throw ActivationError(
        code: .wrongShape, message: "expected a shape [row, width], found \(dataset.shape)",
        path: dataset.path, place: name)
    }
    rowCount = dataset.shape[0]
    width = dataset.shape[1]
    let format = try storedFormat(of: dataset)
    scales =
      format == .int8
      ? try ScaleReader(site, rowCount: dataset.shape[0], in: file) : nil
    self.format = format
    self.dataset = dataset
  }

  /// Reads some rows in full, to lie one after the other in `values`.
  func read(rows: Range<Int>, into values: inout MutableSpan<Float>) throws(ActivationError) {
    if format == .int8 { return try readQuantized(rows: rows, into: &values) }
    guard let format = format?.floats, format != .float32 else {
      let float = try HDF5Type.floats(.float32, path: dataset.path)
      var bytes = values.mutableBytes
      return try dataset.read(rows: rows, as: float, into: &bytes)
    }
    // Pieces that stay in the processor's cache between reading and decoding.
    let pieceRows = max(1, (1 << 18) / (2 * width))
    var piece = [UInt8](repeating: 0, count: min(pieceRows, rows.count) * width * 2)
    let stored = try dataset.type()
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: pieceRows) {
      let part = start..<min(start + pieceRows, rows.upperBound)
      let count = part.count * width
      var elements = piece.mutableSpan
      var allBytes = elements.mutableBytes
      var bytes = allBytes._mutatingExtracting(0..<2 * count)
      try dataset.read(rows: part, as: stored, into: &bytes)
      let place = (start - rows.lowerBound) * width
      var target = values._mutatingExtracting(place..<place + count)
      format.decode(bytes.bytes, into: &target)
    }
  }

  private func readQuantized(
    rows: Range<Int>, into values: inout MutableSpan<Float>
  ) throws(ActivationError) {
    let factors = try scales?.factors(of: rows) ?? []
    var stored = [UInt8](repeating: 0, count: rows.count * width)
    var storedElements = stored.mutableSpan
    var bytes = storedElements.mutableBytes
    try dataset.read(rows: rows, as: try dataset.type(), into: &bytes)
    for place in 0..<rows.count {
      let range = place * width..<(place + 1) * width
      var target = values._mutatingExtracting(range)
      dequantize(stored.span.bytes.extracting(range), scale: factors[place], into: &target)
    }
  }
}

/// The format of ours that a dataset's bytes are in; nil when HDF5 has to convert them.
///
/// The attribute decides between the 16-bit formats: programs that know no type for bfloat16 store
/// its bits as 16-bit floats or integers of another kind.
private func storedFormat(
  of dataset: borrowing HDF5Dataset
) throws(ActivationError) -> RowFormat? {
  let type = try dataset.type()
  guard type.isFloat || type.isInteger else {
    throw ActivationError(
      code: .wrongType, message: "expected numbers, found a \(type.name)",
      path: dataset.path, place: dataset.name)
  }
  let named = try HDF5Attribute.string(
    ShardLayout.formatAttribute, of: dataset.id, path: dataset.path)
  if named == RowFormat.bfloat16.rawValue && type.byteCount == 2 && type.isLittleEndian {
    return .bfloat16
  }
  if named == RowFormat.int8.rawValue && type.isInteger && type.byteCount == 1 { return .int8 }
  for format in FloatFormat.allCases where try type.holds(format) {
    return RowFormat(rawValue: format.rawValue)
  }
  return nil
}
