import Tensors

/// The means of a target's numbers, and of what they add to the unembedding's input, as documents
/// are counted in.
struct AblationMean: Sendable {
  private var sums: [[Double]]
  private var directSums: [Double]
  private var count = 0

  init(parts: [AblationPart], dModel: Int) {
    sums = parts.map { Array(repeating: 0, count: $0.width) }
    directSums = Array(repeating: 0, count: dModel)
  }

  mutating func add(_ values: [Matrix], direct: Matrix) {
    for index in sums.indices { addRows(of: values[index], to: &sums[index]) }
    addRows(of: direct, to: &directSums)
    count += direct.rows
  }

  /// The mean of a part's numbers, shape `[1, width]`.
  func part(_ index: Int) -> Matrix { mean(of: sums[index]) }

  /// The mean of what the target adds to what the unembedding reads, shape `[1, dModel]`.
  var direct: Matrix { mean(of: directSums) }

  private func mean(of sums: [Double]) -> Matrix {
    Matrix(row: sums.map { Float($0 / Double(max(count, 1))) })
  }

  private func addRows(of x: Matrix, to sums: inout [Double]) {
    for row in 0..<x.rows {
      let source = x[row: row]
      for i in source.indices { sums[i] += Double(source[i]) }
    }
  }
}
