import Tensors

/// The activations of one site, being written to a shard, and the moments of what is stored.
struct SiteWriter {
  private let site: Manifest.Site
  private let width: Int
  private let format: RowFormat
  private let rows: ColumnWriter

  /// What each row's values are multiplied by; nil where the format needs no scale.
  private let scales: ColumnWriter?
  private var sums: MomentSums
  private let path: String

  /// Creates `/activations/<site>`, and `/scales/<site>` where the format asks for it.
  init(
    _ site: Manifest.Site, in file: borrowing HDF5File, chunkByteCount: Int
  ) throws(ActivationError) {
    guard let width = site.width, let format = site.dtype, ShardLayout.isSiteName(site.name) else {
      preconditionFailure("ShardWriter: site '\(site.name)' lacks its width or format")
    }
    self.site = site
    self.width = width
    self.format = format
    path = file.path
    sums = MomentSums(width: width)
    rows = try ColumnWriter(
      creating: ShardLayout.activations(of: site.name), in: file,
      type: try .elements(format, path: file.path), rowShape: [width],
      chunkByteCount: chunkByteCount,
      attributes: [ShardLayout.formatAttribute: format.rawValue])
    scales =
      format == .int8
      ? try ColumnWriter(
        creating: ShardLayout.scales(of: site.name), in: file,
        type: try .floats(.float32, path: file.path)) : nil
  }

  /// Appends the rows of a matrix.
  ///
  /// - Throws: `ActivationError` with code `.notStorable` when a value is not finite, or larger than
  ///   the format holds; or when the file cannot grow.
  mutating func append(_ matrix: Matrix) throws(ActivationError) {
    precondition(
      matrix.columns == width, "ShardWriter: \(matrix.columns) columns for \(site.name)'s \(width)")
    let matrix = matrix.contiguous
    if format == .int8 { return try appendQuantized(matrix) }
    let floats = format.floats ?? .float32
    var sums = sums
    try rows.append(rows: matrix.rows) { [width] rows, bytes in
      let values = matrix.span.extracting(rows.lowerBound * width..<rows.upperBound * width)
      floats.encode(values, into: &bytes)
      guard floats != .float32 else { return sums.add(values) }
      var stored = [Float](repeating: 0, count: values.count)
      var target = stored.mutableSpan
      floats.decode(bytes.bytes, into: &target)
      sums.add(stored.span)
    }
    self.sums = sums
    try checkRange()
  }

  private mutating func appendQuantized(_ matrix: Matrix) throws(ActivationError) {
    let factors = (0..<matrix.rows).map { quantizationScale(of: matrix[row: $0]) }
    var sums = sums
    try rows.append(rows: matrix.rows) { [width] rows, bytes in
      var stored = [Float](repeating: 0, count: width)
      for (place, row) in rows.enumerated() {
        var part = bytes._mutatingExtracting(place * width..<(place + 1) * width)
        quantize(matrix[row: row], scale: factors[row], into: &part)
        var target = stored.mutableSpan
        dequantize(part.bytes, scale: factors[row], into: &target)
        sums.add(stored.span)
      }
    }
    self.sums = sums
    try scales?.append(floats: factors)
    try checkRange()
  }

  /// Refuses what would be read back as infinite, or as no number.
  private func checkRange() throws(ActivationError) {
    guard !(sums.largest <= format.largestMagnitude) else { return }
    throw ActivationError(
      code: .notStorable,
      message: """
        an activation is not finite, or larger than the \(format.largestMagnitude) that \
        \(format.rawValue) holds; \(format == .float16 ? "choose bfloat16" : "look at the model")
        """,
      path: path, place: site.name)
  }

  /// Writes what is left, and the moments, and closes the datasets.
  ///
  /// - Returns: The moments of what is stored.
  func finish(in file: borrowing HDF5File) throws(ActivationError) -> SiteMoments {
    try rows.finish()
    try scales?.finish()
    let moments = sums.moments
    try ShardStatistics.write(moments, of: site.name, to: file)
    return moments
  }
}
