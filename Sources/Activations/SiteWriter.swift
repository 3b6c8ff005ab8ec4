import Tensors

/// The activations of one site, being written to a shard.
struct SiteWriter {
  private let name: String
  private let width: Int
  private let format: FloatFormat
  private let column: ColumnWriter

  /// Creates `/activations/<site>`.
  init(
    _ site: Manifest.Site, in file: borrowing HDF5File, chunkByteCount: Int
  ) throws(ActivationError) {
    guard let width = site.width, let format = site.dtype, ShardLayout.isSiteName(site.name) else {
      preconditionFailure("ShardWriter: site '\(site.name)' lacks its width or format")
    }
    name = site.name
    self.width = width
    self.format = format
    column = try ColumnWriter(
      creating: ShardLayout.activations(of: site.name), in: file,
      type: try .floats(format, path: file.path), rowShape: [width],
      chunkByteCount: chunkByteCount,
      attributes: [ShardLayout.formatAttribute: format.rawValue])
  }

  /// Appends the rows of a matrix.
  func append(_ matrix: Matrix) throws(ActivationError) {
    precondition(
      matrix.columns == width, "ShardWriter: \(matrix.columns) columns for \(name)'s \(width)")
    let matrix = matrix.contiguous
    try column.append(rows: matrix.rows) { rows, bytes in
      let values = matrix.span.extracting(rows.lowerBound * width..<rows.upperBound * width)
      format.encode(values, into: &bytes)
    }
  }

  /// Writes what is left, and closes the dataset.
  func finish() throws(ActivationError) { try column.finish() }
}
