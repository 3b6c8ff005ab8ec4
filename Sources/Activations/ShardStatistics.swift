/// The moments of a site's rows, as a shard holds them beside the rows.
///
/// `/statistics/<site>` has the means, then the variances, `[2, width]` in double precision; the
/// mean norm and the largest magnitude are its attributes.
enum ShardStatistics {
  private static let meanNorm = "meanNorm"
  private static let largest = "largest"

  /// Writes the moments.
  static func write(
    _ moments: SiteMoments, of site: String, to file: borrowing HDF5File
  ) throws(ActivationError) {
    let width = moments.mean.count
    let column = try ColumnWriter(
      creating: ShardLayout.statistics(of: site), in: file,
      type: try .float64(path: file.path), rowShape: [width], chunkByteCount: 2 * 8 * width,
      numbers: [meanNorm: moments.meanNorm, largest: moments.largest])
    try column.append((moments.mean + moments.variance).map(\.bitPattern))
    try column.finish()
  }

  /// Reads the moments of a site that has some rows; nil when the shard doesn't have them.
  static func read(
    of site: String, rows: Int, width: Int, from file: borrowing HDF5File
  ) throws(ActivationError) -> SiteMoments? {
    let name = ShardLayout.statistics(of: site)
    guard try file.contains(name) else { return nil }
    let dataset = try HDF5Dataset(reading: name, in: file)
    guard dataset.shape == [2, width] else {
      throw ActivationError(
        code: .wrongShape, message: "expected [2, \(width)], found \(dataset.shape)",
        path: file.path, place: name)
    }
    var values = [Double](repeating: 0, count: 2 * width)
    var elements = values.mutableSpan
    var bytes = elements.mutableBytes
    try dataset.read(rows: 0..<2, as: try .float64(path: file.path), into: &bytes)
    return SiteMoments(
      rows: rows, mean: Array(values[..<width]), variance: Array(values[width...]),
      meanNorm: try HDF5Attribute.number(meanNorm, of: dataset.id, path: file.path) ?? 0,
      largest: try HDF5Attribute.number(largest, of: dataset.id, path: file.path) ?? 0)
  }
}
