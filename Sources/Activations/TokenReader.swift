/// `/tokens` of a shard, open for reading.
final class TokenReader: Sendable {
  private let dataset: HDF5Dataset

  /// Opens the dataset, whose shape must be the manifest's.
  init(
    in file: borrowing HDF5File, sequences: Int?, contextSize: Int
  ) throws(ActivationError) {
    let dataset = try HDF5Dataset(reading: ShardLayout.tokens, in: file)
    let shape = [sequences ?? dataset.shape[0], contextSize]
    guard dataset.shape == shape else {
      throw ActivationError(
        code: .wrongShape, message: "expected \(shape), found \(dataset.shape)",
        path: dataset.path, place: dataset.name)
    }
    self.dataset = dataset
  }

  /// The rows of some sequences, with their padding.
  func paddedTokens(ofSequences range: Range<Int>) throws(ActivationError) -> [[Int]] {
    let contextSize = dataset.shape[1]
    let values = try dataset.integers(rows: range, as: Int32.self)
    return (0..<range.count).map { index in
      values[index * contextSize..<(index + 1) * contextSize].map { Int($0) }
    }
  }
}
