import Tensors

extension LabelledRows {
  /// Some columns of some rows, as a matrix of their own.
  ///
  /// - Parameters:
  ///   - wanted: The rows' numbers, in order.
  ///   - columns: The columns.
  /// - Returns: Shape `[row, column]`.
  /// - Throws: What reading the rows throws.
  func matrix(of wanted: [Int], columns: Range<Int>) throws -> Matrix {
    var result = Matrix(rows: wanted.count, columns: columns.count)
    var next = 0
    for start in stride(from: 0, to: rowCount, by: 1024) {
      let range = start..<min(start + 1024, rowCount)
      guard next < wanted.count && wanted[next] < range.upperBound else { continue }
      let batch = try batch(range)
      while next < wanted.count && wanted[next] < range.upperBound {
        let source = batch.activations[row: wanted[next] - start].extracting(columns)
        var target = result[mutableRow: next]
        for index in source.indices { target[index] = source[index] }
        next += 1
      }
    }
    return result
  }
}
