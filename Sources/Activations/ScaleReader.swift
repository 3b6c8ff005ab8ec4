/// What the rows of a site that are stored in 8 bits a value are multiplied by, open for reading.
final class ScaleReader: Sendable {
  private let dataset: HDF5Dataset

  /// Opens `/scales/<site>`, which must have a number for each row.
  init(_ site: String, rowCount: Int, in file: borrowing HDF5File) throws(ActivationError) {
    let dataset = try HDF5Dataset(reading: ShardLayout.scales(of: site), in: file)
    guard dataset.shape == [rowCount] else {
      throw ActivationError(
        code: .wrongShape, message: "expected [\(rowCount)], found \(dataset.shape)",
        path: dataset.path, place: dataset.name)
    }
    self.dataset = dataset
  }

  /// The factors of some rows.
  func factors(of rows: Range<Int>) throws(ActivationError) -> [Float] {
    try dataset.floats(rows: rows)
  }
}
